package dev.freshet.media.codec;

/// How a sequence parameter set says that samples are stored: what decoder configuration records
/// repeat of it. A value: no owner.
///
/// @param chromaFormat chroma_format_idc, 1 for 4:2:0
record SampleFormat(int chromaFormat, int lumaBits, int chromaBits) {
  SampleFormat {
    // broken sets say anything; the record's fields have 2 and 3 bits
    chromaFormat &= 3;
    lumaBits = 8 + (lumaBits - 8 & 7);
    chromaBits = 8 + (chromaBits - 8 & 7);
  }
}
