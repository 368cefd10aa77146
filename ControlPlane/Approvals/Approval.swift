package import Contract

/// A draft that waits for, or got, a person's word. Everything in it is masked.
package struct Approval: Sendable {
    package enum State: String, Sendable, CaseIterable {
        case pending, approved, rejected
        /// The deadline passed before anybody decided.
        case expired
    }

    package enum Decision: Sendable, Equatable {
        /// Nil releases the draft as it is; text releases the person's own.
        case approve(editedText: String?)
        case reject(reason: String)
    }

    package let id: Int64
    package let request: RequestID
    package let state: State
    package let createdUnixMs: Int64
    /// 0: none.
    package let deadlineUnixMs: Int64
    package let escalation: Escalation
    package let draft: Answer
    /// What is sent instead of the draft's text; nil: the draft's.
    package let editedText: String?
    package let decidedBy: String?
    package let decidedUnixMs: Int64?
    package let reason: String?

    /// What goes to the node, once decided; nil while pending.
    package var answer: Answer? {
        var answer = draft
        switch state {
        case .pending: return nil
        case .approved:
            answer.outcome = .approved
            if let editedText { answer.maskedText = editedText }
        case .rejected:
            answer.outcome = .rejected
            answer.maskedText = ""
            answer.detail = "a reviewer declined to release an answer"
        case .expired:
            answer.outcome = .expired
            answer.maskedText = ""
            answer.detail = "nobody reviewed the draft before its deadline"
        }
        return answer
    }
}

package struct ApprovalError: Error, Equatable, CustomStringConvertible {
    package enum Code: String, Sendable {
        case unknown, alreadyDecided, invalidEdit
    }

    package let code: Code
    package let detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String { detail }
}
