namespace KhcnIoc.Core.Maps;

/// <summary>The shape of one commune on the map.</summary>
/// <param name="Area">Area code.</param>
/// <param name="Path">SVG path data in the map's own coordinates, one decimal.</param>
/// <param name="LabelX">Where its name or mark may stand.</param>
/// <param name="LabelY">Where its name or mark may stand.</param>
public sealed record MapShape(string Area, string Path, double LabelX, double LabelY);

/// <summary>A province as shapes of its communes. Immutable.</summary>
public sealed record MapGeometry
{
    /// <summary>Number of the boundary version; 0 = the schematic map that the product computes itself.</summary>
    public required int Version { get; init; }

    /// <summary>"sơ đồ, không phải ranh giới" holds: shapes were computed from points and areas.</summary>
    public bool IsSchematic => Version == 0;

    /// <summary>Who the boundaries are from, as the operator wrote it; empty for the schematic map.</summary>
    public string Attribution { get; init; } = "";

    /// <summary>First day on which these boundaries hold; <see langword="null"/> for the schematic map.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The map's own coordinates: x from 0 to this, y downwards from 0 to <see cref="Height"/>.</summary>
    public required double Width { get; init; }
    public required double Height { get; init; }
    public required IReadOnlyList<MapShape> Shapes { get; init; }

    /// <summary>The border of all shapes together as SVG path data; empty where there are no shapes.</summary>
    public string Outline { get; init; } = "";
}

/// <summary>The maps of the province by date.</summary>
public interface ICommuneMaps
{
    /// <summary>The boundaries in force on a day: the newest imported version that holds by then, else the schematic map. Never waits for the database.</summary>
    MapGeometry On(DateOnly day);
}
