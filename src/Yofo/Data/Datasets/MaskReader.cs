namespace Yofo.Data.Datasets;

/// <summary>Reads the true mask of some objects together in one frame: width * height bytes, 1 inside; null where the frame has no truth.</summary>
internal delegate byte[]? MaskReader(int frame, IReadOnlyList<long> objects);
