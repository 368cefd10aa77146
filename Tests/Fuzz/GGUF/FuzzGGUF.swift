// Compiled into one module with Shared/GGUF by scripts/fuzz.sh.

/// Any bytes are a file that is refused with an error, or one whose every promise holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzGGUF(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    do throws(GGUFError) {
        let file = try GGUFFile(file: MappedFile(name: "fuzz.gguf", copying: bytes))
        for tensor in file.tensors {
            precondition(tensor.offset + tensor.sizeInBytes <= size && tensor.offset.isMultiple(of: file.alignment))
            let found = try file.tensor(tensor.name)
            precondition(found.offset == tensor.offset)
            do throws(GGUFError) {
                let values = try file.floats(of: tensor)
                precondition(values.count == tensor.elementCount)
            } catch {
                precondition(error.code == .unsupportedTensorType)
            }
        }
        try writeAgain(file)
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}

/// What was read can be written, and reads the same again.
private func writeAgain(_ file: GGUFFile) throws(GGUFError) {
    var writer = GGUFWriter(path: "again.gguf")
    for (key, value) in file.metadata where key != "general.alignment" { try writer.add(key, value) }
    for tensor in file.tensors { try writer.add(tensor.name, shape: tensor.shape, type: tensor.type, bytes: Array(tensor.bytes)) }
    let again = try! GGUFFile(file: MappedFile(name: "again.gguf", copying: writer.encoded()))
    precondition(again.tensors.map(\.name) == file.tensors.map(\.name))
    for (left, right) in zip(again.tensors, file.tensors) {
        precondition(left.shape == right.shape && left.type == right.type && left.bytes.elementsEqual(right.bytes))
    }
}
