#!/usr/bin/env python3
"""Writes tiny.gguf, blocks.gguf and tiny.safetensors with the independent packages `gguf` and `safetensors`.

    python3 -m venv venv && venv/bin/pip install gguf==0.19.0 safetensors==0.8.0 numpy
    venv/bin/python Tests/Fixtures/gguf/generate.py

For every type T, tiny.gguf holds the tensor T made from `source` and `expected.T`, what the package reads back from it.
"""
import os
import gguf, numpy as np, safetensors
from gguf import GGMLQuantizationType as T

folder = os.path.dirname(os.path.abspath(__file__))
random = np.random.default_rng(6)
source = random.standard_normal((4, 64)).astype(np.float32) * np.float32([[1], [1e-3], [37], [5e-6]])
source[0, :32] = 0                      # a block without a scale
source[1, 0] = -source[1].max() * 2     # a negative extreme
source[2, 32:] = np.float32([1.5, -2.5] * 16)  # ties when rounding

writer = gguf.GGUFWriter(os.path.join(folder, "tiny.gguf"), "tiny")
writer.add_string("text", "grüße 🐟")
writer.add_uint8("u8", 255); writer.add_int8("i8", -128); writer.add_uint16("u16", 65535); writer.add_int16("i16", -32768)
writer.add_uint32("u32", 4294967295); writer.add_int32("i32", -2147483648)
writer.add_uint64("u64", 1 << 63); writer.add_int64("i64", -(1 << 63))
writer.add_float32("f32", 0.1); writer.add_float64("f64", 0.1); writer.add_bool("yes", True)
writer.add_array("strings", ["a", "", "ж"]); writer.add_array("integers", [1, -2, 3])
writer.add_array("floats", [0.5, -0.25]); writer.add_array("flags", [True, False])
writer.add_tensor("source", source)
for kind in (T.F16, T.BF16, T.Q8_0, T.Q4_0):
    stored = gguf.quants.quantize(source, kind)
    writer.add_tensor(kind.name, stored, raw_dtype=kind)
    writer.add_tensor("expected." + kind.name, gguf.quants.dequantize(stored, kind).astype(np.float32))
writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close()

writer = gguf.GGUFWriter(os.path.join(folder, "blocks.gguf"), "blocks")
halves = {T.Q4_1: (0, 2), T.Q5_0: (0,), T.Q5_1: (0, 2), T.IQ4_NL: (0,), T.Q4_K: (0, 2), T.Q5_K: (0, 2), T.Q6_K: (208,)}
for kind, places in halves.items():
    size, stride = gguf.GGML_QUANT_SIZES[kind]
    stored = random.integers(0, 256, (256 // size, stride), dtype=np.uint8)  # the package has no encoder for some types; any bytes are elements
    for place in places:
        stored[:, place:place + 2] = random.standard_normal((256 // size, 1)).astype(np.float16).view(np.uint8)
    stored = stored.reshape(1, -1)
    writer.add_tensor(kind.name, stored, raw_dtype=kind)
    writer.add_tensor("expected." + kind.name, gguf.quants.dequantize(stored, kind).astype(np.float32))
writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close()

values = np.float32([[1.5, -2, 0.25], [65504, 1e-7, -0.0]])
bfloat = (values.view(np.uint32) >> 16).astype(np.uint16).reshape(6)  # truncated
arrays = {
    "single": ("float32", values), "half": ("float16", values.astype(np.float16)), "brain": ("bfloat16", bfloat),
    "scalar": ("float32", np.array(7, dtype=np.float32)), "empty": ("float32", np.zeros((0, 4), dtype=np.float32)),
}
tensors = {
    name: safetensors.TensorSpec(dtype=kind, shape=list(a.shape), data_ptr=a.ctypes.data, data_len=a.nbytes)
    for name, (kind, a) in arrays.items()
}
safetensors.serialize_file(tensors, os.path.join(folder, "tiny.safetensors"), {"format": "np", "note": "a \"quoted\" \u20ac"})
