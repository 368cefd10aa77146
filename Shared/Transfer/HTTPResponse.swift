/// A whole answer, of whatever status.
package struct HTTPResponse: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    package let body: [UInt8]
}

/// The head of an answer whose body is still coming.
package struct HTTPHead: Sendable, Equatable {
    package let status: Int
    package let headers: HTTPHeaders
}

/// An answer read piece by piece.
package struct HTTPStream: Sendable {
    package let head: HTTPHead
    /// The body in pieces as they arrive, for one reader. Ends with nil after the last byte, or throws a `TransferError`.
    ///
    /// At most 256 KiB (plus one piece) wait unread; then the transfer pauses and the sender feels it, until half is read. Cancelling the
    /// reading task, or letting go of the stream, aborts the transfer and closes its connection.
    package let body: AsyncThrowingStream<[UInt8], any Error>
}

/// What a download did.
package struct HTTPDownload: Sendable {
    package let status: Int
    package let headers: HTTPHeaders
    /// Where in the file writing began: the offset asked for, or 0 when the server sent everything again.
    package let firstByte: Int
    /// Bytes written to the file; 0 unless the status is 200 or 206.
    package let byteCount: Int
    /// The beginning of the body of any other status.
    package let refusal: [UInt8]
}
