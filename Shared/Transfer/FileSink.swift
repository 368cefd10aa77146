internal import Glibc

/// The file a download is written to. Used by the loop's thread alone.
struct FileSink {
    private let descriptor: Int32
    /// Where the next byte goes.
    private(set) var offset: Int
    /// Whether the range ends where the file ends, so that an old tail is to be cut off.
    private let isOpenEnded: Bool

    /// Opens or creates the file. Throws `.file`, and `.invalidRequest` when it is shorter than `offset`: that would leave a hole.
    init(path: String, offset: Int, isOpenEnded: Bool) throws(TransferError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw TransferError(.file, message: "open: \(String(cString: strerror(errno)))") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= offset else {
            close(descriptor)
            throw TransferError(.invalidRequest, message: "the file is shorter than the offset \(offset) to resume from")
        }
        self.descriptor = descriptor
        self.offset = offset
        self.isOpenEnded = isOpenEnded
    }

    mutating func startOver() { offset = 0 }

    mutating func write(_ bytes: UnsafeRawBufferPointer) throws(TransferError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = pwrite(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count, offset)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw TransferError(.file, message: "write: \(String(cString: strerror(errno)))") }
            offset += written
            rest = rest.dropFirst(written)
        }
    }

    /// Cuts an old tail and makes the bytes durable; they are reported as written only after this.
    func finish() throws(TransferError) {
        if isOpenEnded, ftruncate(descriptor, offset) != 0 {
            throw TransferError(.file, message: "truncate: \(String(cString: strerror(errno)))")
        }
        guard fsync(descriptor) == 0 else { throw TransferError(.file, message: "fsync: \(String(cString: strerror(errno)))") }
    }

    func closeFile() { close(descriptor) }
}
