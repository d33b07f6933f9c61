using KhcnIoc.Core.Maps;

namespace KhcnIoc.Web.Maps;

/// <summary>What the colours of a map say.</summary>
public enum MapMode { Standing, Value }

/// <summary>One way to colour the map, as a link.</summary>
public sealed record MapChoice(string Text, string Href, bool Selected);

/// <summary>One commune on the map.</summary>
/// <param name="Area">Area code.</param>
/// <param name="Tone">Class of its colour: a standing (<c>behind</c>), a step of value (<c>s1</c> to <c>s7</c>), or <c>none</c> = no figure.</param>
/// <param name="Mark">Symbol id without "#m-"; empty = none.</param>
/// <param name="Stale">Its figure is old: drawn paler.</param>
/// <param name="Label">Name, value, time and standing.</param>
/// <param name="Href">Page of its figure.</param>
/// <param name="X">Where the mark stands, in the map's coordinates.</param>
/// <param name="Y">Where the mark stands, in the map's coordinates.</param>
public sealed record MapShapeView(string Area, string Tone, string Mark, bool Stale, string Label, string Href, double X, double Y);

/// <summary>One colour of the legend.</summary>
public sealed record MapLegendEntry(string Tone, string Mark, bool Stale, string Text, int Count);

/// <summary>All that a map shows, as text and classes in one culture. Immutable.</summary>
public sealed record MapView
{
    public required MapGeometry Geometry { get; init; }

    /// <summary>Address of the shapes; that of a commune ends in "#c" and its code.</summary>
    public required string Source { get; init; }

    /// <summary>What the map shows: indicator and time.</summary>
    public required string Title { get; init; }
    public required MapMode Mode { get; init; }

    /// <summary>Other ways to colour it; empty where there is only one.</summary>
    public required IReadOnlyList<MapChoice> Modes { get; init; }

    /// <summary>In the order of the geometry.</summary>
    public required IReadOnlyList<MapShapeView> Shapes { get; init; }
    public required string LegendTitle { get; init; }
    public required IReadOnlyList<MapLegendEntry> Legend { get; init; }

    /// <summary>What kind of map it is: schematic, or whose boundaries from when.</summary>
    public required string Note { get; init; }

    /// <summary>How many figures are simulated; empty = none is.</summary>
    public required string SimulatedNote { get; init; }

    /// <summary>Texts of the map's own buttons.</summary>
    public required MapWords Words { get; init; }
}

/// <summary>Texts of what stands around a map.</summary>
public sealed record MapWords(string ZoomIn, string ZoomOut, string Reset, string Modes, string Hint, string Communes);
