import Glibc
package import Logging

/// Writes each event as one `key=value` line to standard error, where systemd's journal picks it up. See `LogLine` for the form.
package struct WeirLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    private let label: String
    private let output: @Sendable ([UInt8]) -> Void

    /// Sets the process's log output; once, before the first logger is made.
    package static func bootstrap(level: Logger.Level) {
        LoggingSystem.bootstrap { label in WeirLogHandler(label: label, level: level) }
    }

    /// `output` gets whole lines, one call each.
    package init(label: String, level: Logger.Level, output: @escaping @Sendable ([UInt8]) -> Void = Self.writeToStandardError) {
        self.label = label
        logLevel = level
        self.output = output
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var line = LogLine(time: now)
        line.append("level", event.level.rawValue)
        line.append("logger", label)
        line.append("event", event.message.description)
        var fields = metadata
        if let provided = metadataProvider?.get() { fields.merge(provided) { _, new in new } }
        if let given = event.metadata { fields.merge(given) { _, new in new } }
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) { line.append(key, value.description) }
        if let error = event.error { line.append("error", "\(error)") }
        output(line.finished())
    }

    package static func writeToStandardError(_ line: [UInt8]) {
        var written = 0
        line.withUnsafeBytes { bytes in
            while written < bytes.count {
                let result = write(STDERR_FILENO, bytes.baseAddress?.advanced(by: written), bytes.count - written)
                if result < 0, errno == EINTR { continue }
                // A closed or full standard error must not stop the service.
                if result <= 0 { return }
                written += result
            }
        }
    }
}
