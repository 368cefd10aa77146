import Approvals
import Fleet
import HTTPTypes
import Hummingbird
import Releases
import Rollouts

/// An error as the API says it: `{"error":{"code","message"}}`. HTTP statuses are derived here and nowhere else.
struct PlaneError: Error {
    let status: HTTPResponse.Status
    let code: String
    let message: String

    init(_ status: HTTPResponse.Status, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    /// Any error of the modules behind the API. What is not known here is ours, and its text stays in the log.
    init(_ error: any Error) {
        switch error {
        case let error as PlaneError: self = error
        case let error as FleetError:
            let status: HTTPResponse.Status =
                switch error.code {
                case .unknownNode, .unknownRelease, .unknownFile: .notFound
                case .invalidNodeName, .invalidPolicy, .releaseRefused, .fileRefused: .unprocessableContent
                case .alreadyEnrolled, .releaseNotComplete, .noPolicy, .policyConflict, .uploadConflict: .conflict
                case .storage: .init(code: 507, reasonPhrase: "Insufficient Storage")
                }
            self.init(status, error.code.rawValue, error.detail)
        case let error as RolloutError:
            let status: HTTPResponse.Status = error.code == .unknown ? .notFound : .conflict
            self.init(status, error.code.rawValue, error.detail)
        case let error as ApprovalError:
            let status: HTTPResponse.Status =
                switch error.code {
                case .unknown: .notFound
                case .alreadyDecided: .conflict
                case .invalidEdit: .unprocessableContent
                }
            self.init(status, error.code.rawValue, error.detail)
        case let error as ReleaseRefusal: self.init(.unprocessableContent, error.code.rawValue, error.description)
        default: self.init(.internalServerError, "internal", "The plane failed; its log says more.")
        }
    }

    static let notFound = PlaneError(.notFound, "not_found", "There is nothing at this path.")

    private struct Body: Encodable {
        struct Content: Encodable {
            let code: String
            let message: String
        }

        let error: Content
    }

    var response: Response {
        var headers: HTTPFields = [:]
        if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
        return JSONOutput.response(Body(error: .init(code: code, message: message)), status: status, headers: headers)
    }
}
