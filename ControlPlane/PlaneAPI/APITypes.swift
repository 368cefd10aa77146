import Aggregation
import Approvals
package import Contract
import Releases
import Fleet
import Rollouts
import SwiftProtobuf

/// What the API sends and takes; `weir-control`'s verbs read the same types.
package enum API {
    package struct Node: Codable, Sendable {
        package struct Condition: Codable, Sendable {
            package var condition: String
            /// pending, met or failed.
            package var state: String
            package var detail: String
        }

        package var node: String
        package var status: String
        package var revoked: Bool
        package var selfRegistered: Bool
        package var labels: [String: String]
        package var enrolledUnixMs: Int64
        package var lastSeenUnixMs: Int64
        package var desiredRelease: String?
        package var release: String?
        package var previousRelease: String?
        package var releaseCounter: UInt64
        package var policyVersion: UInt64
        package var generationSeen: UInt64
        package var generationApplied: UInt64
        package var conditions: [Condition]
        package var agentVersion: String
        package var kernelTable: String
        package var residentBytes: UInt64
        package var requests: UInt64
        package var shareLocal: Double?
    }

    package struct Nodes: Codable, Sendable { package var nodes: [Node] }

    package struct Enrolment: Codable, Sendable {
        package var node: String
        package var labels: [String: String]?

        package init(node: String, labels: [String: String]?) {
            self.node = node
            self.labels = labels
        }
    }

    package struct Enrolled: Codable, Sendable {
        package var node: String
        /// Shown once; the plane does not keep it.
        package var brokerPassword: String
    }

    package struct IntentPolicy: Codable, Sendable {
        package var intent: String
        package var threshold: Double?
        package var risk: String?
        package var offline: String?
        package var maxTokens: UInt32?
        /// Nothing of a request of this class may leave the device.
        package var localOnly: Bool?
    }

    package struct Policy: Codable, Sendable {
        package var version: UInt64
        package var workflow: String
        package var defaultThreshold: Double
        package var outOfScopeThreshold: Double
        package var passageThreshold: Double
        package var maxTokens: UInt32
        package var offline: String
        package var answerDeadlineSeconds: UInt32
        package var intents: [IntentPolicy]
        package var privacy: PrivacyPolicy
        /// Nodes that say they apply this version, and nodes in all.
        package var appliedBy: Int?
        package var nodes: Int?
    }

    package struct PolicyPatch: Codable, Sendable {
        package var threshold: Double?
        package var outOfScopeThreshold: Double?
        package var passageThreshold: Double?
        package var maxTokens: Int?
        package var answerDeadlineSeconds: Int?
        package var offline: String?
        package var intent: String?
        package var risk: String?
        package var resetIntent: Bool?
        /// With an intent: nothing of a request of that class may leave its device. Without: nothing of any request.
        package var localOnly: Bool?
        /// The sensitivity level from which nothing may leave, or "never".
        package var localOnlyFrom: String?
        /// Takes the place of all that the policy says about privacy.
        package var privacy: PrivacyPolicy?

        package init() {}
    }

    package struct Release: Codable, Sendable {
        package struct File: Codable, Sendable {
            package var path: String
            package var sizeInBytes: UInt64
            package var sha256: String
        }

        package var release: String
        package var workflow: String
        package var counter: UInt64
        package var createdUnixMs: Int64
        package var notAfterUnixMs: Int64
        package var uploadedUnixMs: Int64
        package var complete: Bool
        package var sizeInBytes: UInt64
        package var intents: Int
        package var accuracy: Double
        package var macroF1: Double
        package var expectedCalibrationError: Double
        package var nodes: Int
        package var missing: [String]
        package var files: [File]
    }

    package struct Releases: Codable, Sendable { package var releases: [Release] }

    package struct RolloutStart: Codable, Sendable {
        package var release: String
        package var labels: [String: String]?
        package var limit: Int?

        package init(release: String, labels: [String: String]?, limit: Int?) {
            self.release = release
            self.labels = labels
            self.limit = limit
        }
    }

    package struct Rollout: Codable, Sendable {
        package struct Node: Codable, Sendable {
            package var node: String
            package var progress: String
            package var detail: String
        }

        package var rollout: Int64
        package var release: String
        package var state: String
        package var labels: [String: String]
        package var limit: Int?
        package var createdUnixMs: Int64
        package var updatedUnixMs: Int64
        package var nodes: [Node]
    }

    package struct Rollouts: Codable, Sendable { package var rollouts: [Rollout] }

    package struct ApprovalTurn: Codable, Sendable {
        package var role: String
        package var maskedText: String
    }

    package struct Approval: Codable, Sendable {
        package var approval: Int64
        package var state: String
        package var node: String
        package var request: String
        package var intent: String
        package var confidence: Double
        package var createdUnixMs: Int64
        package var deadlineUnixMs: Int64
        package var model: String
        package var costMicroUsd: UInt64
        package var decidedBy: String?
        package var decidedUnixMs: Int64?
        package var reason: String?
        /// Masked conversation and texts; left out of lists.
        package var turns: [ApprovalTurn]?
        package var draft: String?
        package var editedText: String?
    }

    package struct Approvals: Codable, Sendable { package var approvals: [Approval] }

    package struct Approve: Codable, Sendable {
        package var text: String?
        package var by: String?

        package init(text: String?, by: String?) {
            self.text = text
            self.by = by
        }
    }

    package struct Reject: Codable, Sendable {
        package var reason: String?
        package var by: String?

        package init(reason: String?, by: String?) {
            self.reason = reason
            self.by = by
        }
    }

    package struct CommandRequest: Codable, Sendable {
        package var command: String

        package init(command: String) { self.command = command }
    }

    package struct Escalation: Codable, Sendable {
        package var request: String
        package var node: String
        package var state: String
        package var intent: String
        package var reason: String
        package var receivedUnixMs: Int64
        package var answeredUnixMs: Int64?
        package var outcome: String?
        package var model: String?
        package var promptTokens: UInt32?
        package var completionTokens: UInt32?
        package var costMicroUsd: UInt64?
        package var upstreamMs: UInt32?
    }

    package struct Escalations: Codable, Sendable { package var escalations: [Escalation] }

    package struct Summary: Codable, Sendable {
        package struct Route: Codable, Sendable {
            package var route: String
            package var requests: UInt64
            package var p50Seconds: Double?
            package var p99Seconds: Double?
        }

        package struct Cost: Codable, Sendable {
            package var model: String
            package var completions: UInt64
            package var unpriced: UInt64
            package var promptTokens: UInt64
            package var completionTokens: UInt64
            package var costMicroUsd: UInt64
        }

        package var plane: String
        package var version: String
        package var upstreamModel: String
        package var nowUnixMs: Int64
        package var linked: Bool
        package var requests: UInt64
        package var shareLocal: Double?
        package var routes: [Route]
        package var reasons: [String: UInt64]
        package var maskedEntities: [String: UInt64]
        package var answers: [String: UInt64]
        package var uplinkBytes: [String: UInt64]
        package var baselineBytes: UInt64
        package var promptTokens: UInt64
        package var completionTokens: UInt64
        package var costMicroUsd: UInt64
        package var costs: [Cost]
        package var outboxDepth: UInt64
        package var escalations: [String: Int]
        package var pendingApprovals: [Approval]
        package var nodes: [Node]
        package var rollouts: [Rollout]
        package var policy: Policy?
    }
}

extension API.Node {
    init(_ record: NodeRecord, totals: MetricTotals) {
        let reported = record.reported ?? ReportedState()
        let summary = FleetSummary(totals)
        self.init(
            node: record.node.rawValue, status: record.status == .unspecified ? "unknown" : MetricCatalogue.word(record.status),
            revoked: record.isRevoked, selfRegistered: record.selfRegistered, labels: record.labels, enrolledUnixMs: record.enrolledUnixMs,
            lastSeenUnixMs: record.lastSeenUnixMs, desiredRelease: record.release?.rawValue,
            release: reported.releaseID.isEmpty ? nil : reported.releaseID,
            previousRelease: reported.previousReleaseID.isEmpty ? nil : reported.previousReleaseID, releaseCounter: reported.releaseCounter,
            policyVersion: reported.policyVersion, generationSeen: reported.generationSeen, generationApplied: reported.generationApplied,
            conditions: reported.conditions.map {
                Condition(condition: MetricCatalogue.word($0.condition), state: MetricCatalogue.word($0.state), detail: $0.detail)
            }, agentVersion: reported.agentVersion, kernelTable: reported.kernelTable, residentBytes: reported.residentBytes,
            requests: summary.requests, shareLocal: summary.shareLocal)
    }
}

extension API.Policy {
    package init(_ policy: Contract.Policy) {
        self.init(
            version: policy.version, workflow: policy.workflow, defaultThreshold: decimal(policy.defaultThreshold),
            outOfScopeThreshold: decimal(policy.outOfScopeThreshold), passageThreshold: decimal(policy.passageThreshold),
            maxTokens: policy.maxTokens, offline: MetricCatalogue.word(policy.offline), answerDeadlineSeconds: policy.answerDeadlineSeconds,
            intents: policy.intents.map { intent in
                API.IntentPolicy(
                    intent: intent.intent, threshold: intent.hasThreshold ? decimal(intent.threshold) : nil,
                    risk: intent.hasRisk ? MetricCatalogue.word(intent.risk) : nil,
                    offline: intent.hasOffline ? MetricCatalogue.word(intent.offline) : nil,
                    maxTokens: intent.hasMaxTokens ? intent.maxTokens : nil, localOnly: intent.localOnly ? true : nil)
            }, privacy: API.PrivacyPolicy(policy.privacy), appliedBy: nil, nodes: nil)
    }
}

/// A Float as people wrote it: 0.9, not 0.8999999761581421.
func decimal(_ value: Float) -> Double { Double("\(value)") ?? Double(value) }

extension API.Release {
    init(_ record: ReleaseStore.Record, missing: [String], nodes: Int) {
        let manifest = record.manifest
        self.init(
            release: record.id.rawValue, workflow: manifest.workflow, counter: manifest.counter, createdUnixMs: manifest.createdUnixMs,
            notAfterUnixMs: manifest.notAfterUnixMs, uploadedUnixMs: record.uploadedUnixMs, complete: record.isComplete,
            sizeInBytes: record.sizeInBytes, intents: record.intents.count, accuracy: manifest.evaluation.accuracy,
            macroF1: manifest.evaluation.macroF1, expectedCalibrationError: manifest.evaluation.expectedCalibrationError, nodes: nodes,
            missing: missing,
            files: manifest.files.map {
                File(path: $0.path, sizeInBytes: $0.sizeInBytes, sha256: hexadecimal($0.sha256))
            })
    }
}

extension API.Rollout {
    init(_ record: RolloutStore.Record) {
        self.init(
            rollout: record.id, release: record.plan.release.rawValue, state: record.machine.state.rawValue, labels: record.plan.selector,
            limit: record.plan.limit, createdUnixMs: record.createdUnixMs, updatedUnixMs: record.updatedUnixMs,
            nodes: record.machine.nodes.sorted { $0.key < $1.key }.map {
                Node(node: $0.key.rawValue, progress: $0.value.progress.rawValue, detail: $0.value.detail)
            })
    }
}

extension API.Approval {
    init(_ approval: Approvals.Approval, withTexts: Bool) {
        self.init(
            approval: approval.id, state: approval.state.rawValue, node: approval.request.node.rawValue, request: "\(approval.request)",
            intent: approval.escalation.intent, confidence: decimal(approval.escalation.confidence), createdUnixMs: approval.createdUnixMs,
            deadlineUnixMs: approval.deadlineUnixMs, model: approval.draft.model, costMicroUsd: approval.draft.costMicroUsd,
            decidedBy: approval.decidedBy, decidedUnixMs: approval.decidedUnixMs, reason: withTexts ? approval.reason : nil,
            turns: withTexts
                ? approval.escalation.turns.map { API.ApprovalTurn(role: MetricCatalogue.word($0.role), maskedText: $0.maskedText) } : nil,
            draft: withTexts ? approval.draft.maskedText : nil, editedText: withTexts ? approval.editedText : nil)
    }
}
