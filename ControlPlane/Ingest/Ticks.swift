/// Wake-ups from a stream and from a timer, as one stream that holds at most one. `stop` ends it; so does dropping it.
final class Ticks: Sendable {
    let stream: AsyncStream<Void>
    private let sink: AsyncStream<Void>.Continuation
    private let tasks: [Task<Void, Never>]

    init(merging source: AsyncStream<Void>?, every interval: Duration) {
        let (stream, sink) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.stream = stream
        self.sink = sink
        var tasks = [
            Task {
                while !Task.isCancelled {
                    sink.yield()
                    try? await Task.sleep(for: interval)
                }
            }
        ]
        if let source { tasks.append(Task { for await _ in source { sink.yield() } }) }
        self.tasks = tasks
    }

    deinit { stop() }

    func stop() {
        for task in tasks { task.cancel() }
        sink.finish()
    }
}
