using KhcnIoc.Web.Pages.Drawings;

namespace KhcnIoc.Web.Pages.Charts;

/// <summary>What a line of a chart is; decides how it is drawn and in which order it is read.</summary>
public enum ChartKind
{
    /// <summary>The figure itself, as reported.</summary>
    Figure,

    /// <summary>Computed from communes or agencies.</summary>
    RolledUp,

    /// <summary>What the plan asks for.</summary>
    Path,

    /// <summary>Put together from the predecessors' figures: never an observation.</summary>
    Reconstruction,

    /// <summary>A province that was merged into this one.</summary>
    Predecessor,
    Country,

    /// <summary>Another province.</summary>
    Benchmark,

    /// <summary>Counted differently: points only, never joined.</summary>
    OtherMethod,
}

/// <summary>How the points of a line are joined.</summary>
public enum ChartStroke { Solid, Dashed, Dotted, None }

/// <summary>One value of a line.</summary>
/// <param name="At">Where it stands on the time axis: for stocks and finished periods their end.</param>
/// <param name="Value">In the indicator's unit, as computed; <paramref name="Text"/> shows it rounded.</param>
/// <param name="Time">What time it is about, in words.</param>
/// <param name="Text">The value with its qualifier and unit.</param>
public sealed record ChartPoint(DateTimeOffset At, decimal Value, string Time, string Text)
{
    /// <summary>Doubts and revisions in words; empty = nothing to say.</summary>
    public string Note { get; init; } = "";

    /// <summary>Written beside the point: a target, the name of another province.</summary>
    public string Label { get; init; } = "";
    public string Href { get; init; } = "";

    /// <summary>Corrected or doubtful: drawn as a ring.</summary>
    public bool Marked { get; init; }

    /// <summary>The line begins anew here: a flow's next year.</summary>
    public bool Starts { get; init; }
}

/// <summary>One line of a chart.</summary>
/// <param name="Key">Stable in its chart.</param>
/// <param name="Name">As in the legend; says what it is, simulated too.</param>
/// <param name="Points">Oldest first, at least one.</param>
public sealed record ChartSeries(string Key, string Name, ChartKind Kind, Ink Ink, ChartStroke Stroke, IReadOnlyList<ChartPoint> Points)
{
    public bool Simulated { get; init; }

    /// <summary>In the drawing's own units.</summary>
    public double Width => Kind is ChartKind.Figure or ChartKind.RolledUp ? 2.4 : Kind == ChartKind.Predecessor ? 1.2 : 1.6;
}

/// <summary>Something of a day and not of a line: today, the merger, milestones at the end of a year.</summary>
/// <param name="At">The instant.</param>
/// <param name="Text">What it is, as short as it stands in the chart.</param>
/// <param name="OnAxis">A diamond on the time axis instead of a line across the chart.</param>
public sealed record ChartMoment(DateTimeOffset At, string Text, bool OnAxis = false);

/// <param name="At">In the axis' own numbers (<see cref="ChartScale.X"/> for time).</param>
/// <param name="Text">Formatted; empty = a step without a text.</param>
public sealed record ChartTick(double At, string Text);

/// <summary>An axis with equal steps from its first to its last tick.</summary>
public sealed record ChartAxis(IReadOnlyList<ChartTick> Ticks)
{
    public double From => Ticks[0].At;
    public double To => Ticks[^1].At;
}

/// <summary>A chart as data: the server's drawing, the script's chart and the table twin are all made of this. Immutable.</summary>
public sealed record ChartView
{
    /// <summary>Unique in its page.</summary>
    public required string Id { get; init; }
    public required string Title { get; init; }

    /// <summary>Unit of the value axis.</summary>
    public required string Unit { get; init; }
    public required IReadOnlyList<ChartSeries> Series { get; init; }
    public required IReadOnlyList<ChartMoment> Moments { get; init; }
    public required ChartAxis Time { get; init; }
    public required ChartAxis Values { get; init; }

    /// <summary>What the chart shows, in a few sentences, for those who cannot see it.</summary>
    public required string Summary { get; init; }

    /// <summary>Decimals of the indicator.</summary>
    public required int Decimals { get; init; }

    /// <summary>Language tag.</summary>
    public required string Language { get; init; }

    public required Drawing Drawing { get; init; }

    /// <summary>Every point of every line as a row.</summary>
    public required TableView Table { get; init; }
}
