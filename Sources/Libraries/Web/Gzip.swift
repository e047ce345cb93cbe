import CZlib

/// gzip (RFC 1952) by zlib. `deflateInit2` is a macro, hence the underscored name with its version arguments.
package enum Gzip {
  package static func compressed(_ bytes: some Sequence<UInt8>, level: Int32 = 6) -> [UInt8]? {
    var input = Array(bytes)
    var stream = z_stream()
    // 15 bits of window, + 16 asks for the gzip wrapper.
    guard deflateInit2_(&stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    let capacity = Int(deflateBound(&stream, UInt(input.count)))
    return input.withUnsafeMutableBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: capacity) { target, count in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(capacity)
        count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
      }
    }
  }
}
