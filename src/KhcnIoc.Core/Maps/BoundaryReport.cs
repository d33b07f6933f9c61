using KhcnIoc.Core.Areas;

namespace KhcnIoc.Core.Maps;

/// <summary>What can be wrong with an imported file of boundaries.</summary>
public enum BoundaryProblemKind
{
    /// <summary>Larger than <see cref="BoundaryImport.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>Not JSON, or nested too deep; <see cref="BoundaryProblem.Number"/> is the line.</summary>
    NotJson,

    /// <summary>JSON, but no FeatureCollection.</summary>
    NotGeoJson,

    /// <summary>More than <see cref="BoundaryImport.MaxVertices"/>.</summary>
    TooManyVertices,

    /// <summary>A feature that is no Polygon or MultiPolygon.</summary>
    UnsupportedGeometry,

    /// <summary>A ring of fewer than three different points; it is left out.</summary>
    BadRing,

    /// <summary>A ring that does not end where it begins; it is closed.</summary>
    OpenRing,

    /// <summary>Latitude stands before longitude.</summary>
    Swapped,

    /// <summary>Coordinates are not degrees: metres of a projection.</summary>
    NotDegrees,

    /// <summary>Degrees, but outside of Việt Nam.</summary>
    OutsideVietnam,

    /// <summary>A feature that is none of the communes; it is left out.</summary>
    Unmatched,

    /// <summary>A name that several communes have, without a code.</summary>
    Ambiguous,

    /// <summary>Code and name are of different communes; the code counts.</summary>
    NameDiffers,

    /// <summary>A commune without a feature.</summary>
    Missing,

    /// <summary>Two features for one commune.</summary>
    Duplicate,

    /// <summary>The border crosses itself and the shape changes when that is repaired.</summary>
    SelfIntersection,

    /// <summary>The border crosses itself by so little that repairing changes next to nothing.</summary>
    SelfIntersectionRepaired,

    /// <summary>Two communes cover the same ground, more than 1 % of the smaller one.</summary>
    Overlap,

    /// <summary>Two communes cover the same ground by a little; it goes to one of them.</summary>
    SmallOverlap,

    /// <summary>Ground between communes that belongs to none; it stays empty.</summary>
    Gap,

    /// <summary>The same, small enough to give it to a neighbour.</summary>
    SmallGap,

    /// <summary>The pack's point of the commune lies outside of its shape.</summary>
    PointOutside,

    /// <summary>The shape's area differs from the pack's by more than 10 %; <see cref="BoundaryProblem.Number"/> is the difference in percent.</summary>
    AreaDiffers,

    /// <summary>Nothing is left of a commune at the map's resolution.</summary>
    Vanished,

    /// <summary>The shapes do not fit into the size that a map may have.</summary>
    DoesNotFit,
}

/// <summary>One thing found in an imported file.</summary>
/// <param name="Kind">What.</param>
/// <param name="IsError">The file cannot be published with it.</param>
public sealed record BoundaryProblem(BoundaryProblemKind Kind, bool IsError)
{
    /// <summary>Area code of the commune; empty = none.</summary>
    public string Area { get; init; } = "";

    /// <summary>Area code of the other commune; empty = none.</summary>
    public string Other { get; init; } = "";

    /// <summary>What the file calls it; shortened.</summary>
    public string Text { get; init; } = "";

    /// <summary>Hectares for overlaps and gaps, a count, a line or a percentage for others.</summary>
    public double? Number { get; init; }
    public GeoPoint? At { get; init; }
}

/// <summary>All that an import found. Texts are made where it is shown.</summary>
public sealed record BoundaryReport
{
    public int Features { get; init; }
    public int MatchedByCode { get; init; }
    public int MatchedByName { get; init; }
    public int Communes { get; init; }

    /// <summary>Vertices of the file's rings.</summary>
    public int Vertices { get; init; }

    /// <summary>Vertices that the stored map has, shared ones once.</summary>
    public int KeptVertices { get; init; }

    /// <summary>Bytes of the stored map.</summary>
    public int Bytes { get; init; }

    /// <summary>Hectares covered twice and hectares enclosed that nobody covers, before repair.</summary>
    public double OverlapHectares { get; init; }
    public double GapHectares { get; init; }

    /// <summary>Errors first; of many of a kind the largest.</summary>
    public IReadOnlyList<BoundaryProblem> Problems { get; init; } = [];

    public bool HasErrors => Problems.Any(p => p.IsError);
}

/// <summary>A checked file.</summary>
/// <param name="Report">What was found.</param>
/// <param name="Geometry">The simplified shapes; <see langword="null"/> where there are errors.</param>
public sealed record BoundaryResult(BoundaryReport Report, MapGeometry? Geometry);

/// <summary>How far a check has come.</summary>
public enum BoundaryStage { Waiting, Reading, Matching, Comparing, Simplifying, Done }
