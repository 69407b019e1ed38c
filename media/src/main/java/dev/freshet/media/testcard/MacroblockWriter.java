package dev.freshet.media.testcard;

/// Codes one macroblock after the other as Intra16x16 (H.264 7.3.5), and keeps what a decoder makes
/// of them. Owned by one [AvcEncoder].
final class MacroblockWriter {
  /// Raster index of the luma blocks in coding order (6.4.3).
  private static final int[] LUMA_ORDER = {0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15};

  private static final Prediction[] MODES = Prediction.values();

  private final BitWriter out;
  private final CavlcWriter cavlc;
  private final Component luma;
  private final Component cb;
  private final Component cr;
  private final Component[] lumaOnly;
  private final Component[] chroma;

  MacroblockWriter(BitWriter out, Planes source, Quantizer quantizer) {
    this.out = out;
    cavlc = new CavlcWriter(out);
    luma = new Component(16, source.width(), source.luma(), quantizer);
    cb = new Component(8, source.width() / 2, source.cb(), quantizer);
    cr = new Component(8, source.width() / 2, source.cr(), quantizer);
    lumaOnly = new Component[] {luma};
    chroma = new Component[] {cb, cr};
  }

  /// Begins a picture of one slice.
  void beginPicture() {
    luma.beginPicture();
    cb.beginPicture();
    cr.beginPicture();
  }

  /// Whether the source is what it was when this macroblock was last coded.
  boolean unchanged(int column, int row) {
    return luma.unchanged(column, row) && cb.unchanged(column, row) && cr.unchanged(column, row);
  }

  /// Writes a macroblock.
  ///
  /// @param firstIntraType mb_type of the first intra type: 0 in I slices, 5 in P slices
  void write(int column, int row, int firstIntraType) {
    luma.begin(column, row);
    cb.begin(column, row);
    cr.begin(column, row);
    Prediction lumaMode = predict(lumaOnly, column, row);
    Prediction chromaMode = predict(chroma, column, row);
    luma.code();
    cb.code();
    cr.code();
    int type = 1 + lumaMode.lumaMode() + 4 * codedChroma() + (luma.hasAc() ? 12 : 0);
    out.ue(firstIntraType + type); // table 7-11
    out.ue(chromaMode.chromaMode());
    out.se(0); // mb_qp_delta
    writeLuma();
    writeChroma();
  }

  /// What a decoder has.
  Planes decoded(int width, int height) {
    return new Planes(width, height, luma.decoded(), cb.decoded(), cr.decoded());
  }

  /// Predicts components in the mode, the same for all of them, that comes closest to the source.
  private static Prediction predict(Component[] components, int column, int row) {
    Prediction best = Prediction.DC;
    int least = Integer.MAX_VALUE;
    for (Prediction mode : MODES) {
      if (!mode.possible(column, row)) {
        continue;
      }
      int difference = predict(components, mode);
      if (difference == 0) {
        return mode;
      }
      if (difference < least) {
        least = difference;
        best = mode;
      }
    }
    predict(components, best);
    return best;
  }

  private static int predict(Component[] components, Prediction mode) {
    int difference = 0;
    for (Component component : components) {
      difference += component.predict(mode);
    }
    return difference;
  }

  /// The chroma part of coded_block_pattern: 0 nothing, 1 DC, 2 DC and AC.
  private int codedChroma() {
    if (cb.hasAc() || cr.hasAc()) {
      return 2;
    }
    return cb.hasDc() || cr.hasDc() ? 1 : 0;
  }

  private void writeLuma() {
    cavlc.block(luma.dcLevels(), 0, 16, luma.context(0));
    if (luma.hasAc()) {
      for (int block : LUMA_ORDER) {
        writeAc(luma, block);
      }
    }
  }

  private void writeChroma() {
    int coded = codedChroma();
    if (coded > 0) {
      cavlc.chromaDc(cb.dcLevels());
      cavlc.chromaDc(cr.dcLevels());
    }
    if (coded == 2) {
      for (int block = 0; block < 4; block++) {
        writeAc(cb, block);
      }
      for (int block = 0; block < 4; block++) {
        writeAc(cr, block);
      }
    }
  }

  private void writeAc(Component component, int block) {
    int context = component.context(block);
    component.count(block, cavlc.block(component.levels(), 16 * block + 1, 15, context));
  }
}
