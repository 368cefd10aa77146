// Compiled into one module with Shared/GGUF by scripts/fuzz.sh.

/// Any bytes are a file that is refused with an error, or one whose tensors cover its data exactly.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSafetensors(_ data: UnsafePointer<UInt8>?, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    do throws(GGUFError) {
        let file = try SafetensorsFile(file: MappedFile(name: "fuzz.safetensors", copying: bytes))
        var end: Int?
        for tensor in file.tensors {
            precondition(tensor.offset == end ?? tensor.offset && tensor.bytes.count == tensor.sizeInBytes)
            end = tensor.offset + tensor.sizeInBytes
            let found = try file.tensor(tensor.name)
            precondition(found.offset == tensor.offset)
            do throws(GGUFError) {
                let values = try tensor.floats()
                precondition(values.count == tensor.elementCount)
            } catch {
                precondition(error.code == .unsupportedTensorType)
            }
        }
        precondition(end ?? size == size)
    } catch {
        precondition(!error.description.isEmpty)
    }
    return 0
}
