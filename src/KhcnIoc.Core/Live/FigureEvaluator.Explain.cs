using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Live;

public sealed partial class FigureEvaluator
{
    /// <summary>How the figure of a series comes to be at a moment.</summary>
    public FigureExplanation Explain(SeriesKey key, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>The target path of an indicator; <see langword="null"/> = the plans set none.</summary>
    public TargetPath? PathOf(string indicator) => _slices.TryGetValue(indicator, out var slice) ? slice.Path : null;
}
