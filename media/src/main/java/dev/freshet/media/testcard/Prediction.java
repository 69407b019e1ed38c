package dev.freshet.media.testcard;

/// How a macroblock is predicted from its neighbours (H.264 8.3.3 and 8.3.4). Luma and chroma
/// number the modes differently. Plane prediction is not used.
enum Prediction {
  VERTICAL(0, 2),
  HORIZONTAL(1, 1),
  DC(2, 0);

  private final int lumaMode;
  private final int chromaMode;

  Prediction(int lumaMode, int chromaMode) {
    this.lumaMode = lumaMode;
    this.chromaMode = chromaMode;
  }

  /// Intra16x16PredMode.
  int lumaMode() {
    return lumaMode;
  }

  /// intra_chroma_pred_mode.
  int chromaMode() {
    return chromaMode;
  }

  /// Whether the neighbours that it reads are there.
  boolean possible(int column, int row) {
    return switch (this) {
      case VERTICAL -> row > 0;
      case HORIZONTAL -> column > 0;
      case DC -> true;
    };
  }
}
