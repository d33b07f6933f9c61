using KhcnIoc.Core.Areas;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Utilities;
using NetTopologySuite.Operation.Valid;

namespace KhcnIoc.Core.Maps;

/// <summary>Checks a file of official boundaries and makes a map of it. Pure; may take seconds for a large file.</summary>
/// <remarks>
/// Every commune must be matched, by code or by name. Errors stop the import, warnings do not. What overlaps or gapes by a little is repaired; the rest is said.
/// Borders are simplified once for both sides, so that nothing gapes or overlaps afterwards.
/// </remarks>
public static class BoundaryImport
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    /// <summary>The most vertices a file may have.</summary>
    public const int MaxVertices = 2_000_000;

    /// <summary>Gaps up to this are closed: the width of a ditch along a border, not a lake.</summary>
    private const double SmallGapHectares = 50;

    private const double LargeOverlapShare = 0.01;
    private const double RepairedShare = 0.001;
    private const double AreaDifference = 0.10;

    /// <summary>Problems of one kind that are listed one by one.</summary>
    private const int ListedOfKind = 40;

    // Việt Nam with its islands, degrees.
    private static readonly Envelope s_vietnam = new(102, 118, 6, 24);

    /// <summary>Checks, repairs and simplifies.</summary>
    /// <param name="file">GeoJSON in degrees (WGS 84 or VN-2000 geographic), longitude first.</param>
    /// <param name="communes">The province's communes.</param>
    /// <param name="stage">Told how far it is; called on this thread.</param>
    public static BoundaryResult Run(ReadOnlySpan<byte> file, IReadOnlyList<Area> communes, Action<BoundaryStage> stage, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(communes);
        ArgumentNullException.ThrowIfNull(stage);
        if (file.Length > MaxBytes) return Failed(communes, new(BoundaryProblemKind.TooLarge, true) { Number = MaxBytes });

        stage(BoundaryStage.Reading);
        var (features, vertices, trouble) = GeoJsonReader.Read(file, MaxVertices, cancellationToken);
        if (trouble is not null) return Failed(communes, trouble, features.Count, vertices);

        stage(BoundaryStage.Matching);
        var problems = new List<BoundaryProblem>();
        var report = new BoundaryReport { Features = features.Count, Vertices = vertices, Communes = communes.Count };
        var matched = Match(features, communes, problems, ref report);
        if (matched.Count == 0 || !InVietnam(matched.Values, problems)) return Finished(report, problems, null);

        stage(BoundaryStage.Comparing);
        var degrees = new Envelope();
        foreach (var place in matched.Values.SelectMany(Places)) degrees.ExpandToInclude(place);
        var projection = new LocalProjection(degrees);
        var codes = communes.Select(c => c.Code).Where(matched.ContainsKey).ToList();
        var shapes = codes.Select(code => Polygons(code, matched[code], projection, problems)).ToList();
        CheckAgainstPack(communes, codes, shapes, projection, problems);
        var cleaned = BoundaryTopology.Clean(shapes, cancellationToken);
        AddCoverage(cleaned, codes, shapes, projection, problems, ref report);
        if (problems.Exists(p => p.IsError)) return Finished(report, problems, null);

        stage(BoundaryStage.Simplifying);
        var (map, kept) = BoundaryTopology.Simplify(cleaned.Arcs, cleaned.Faces, codes, problems, cancellationToken);
        if (map is not null)
        {
            report = report with { KeptVertices = kept, Bytes = System.Text.Encoding.UTF8.GetByteCount(StoredGeometry.Write(map)) };
            if (report.Bytes > StoredGeometry.MaxBytes) problems.Add(new(BoundaryProblemKind.DoesNotFit, true) { Number = report.Bytes });
        }

        stage(BoundaryStage.Done);
        return Finished(report, problems, map);
    }

    private static BoundaryResult Failed(IReadOnlyList<Area> communes, BoundaryProblem problem, int features = 0, int vertices = 0) =>
        new(new() { Communes = communes.Count, Features = features, Vertices = vertices, Problems = [problem] }, null);

    private static BoundaryResult Finished(BoundaryReport report, List<BoundaryProblem> problems, MapGeometry? map)
    {
        var listed = problems.GroupBy(p => (p.IsError, p.Kind)).OrderByDescending(g => g.Key.IsError).ThenBy(g => g.Key.Kind)
            .SelectMany(g => g.OrderByDescending(p => p.Number ?? 0).Take(ListedOfKind)).ToList();
        report = report with { Problems = listed };
        return new(report, report.HasErrors ? null : map);
    }

    private static Dictionary<string, GeoFeature> Match(IReadOnlyList<GeoFeature> features, IReadOnlyList<Area> communes, List<BoundaryProblem> problems, ref BoundaryReport report)
    {
        var names = new BoundaryNames(communes);
        var matched = new Dictionary<string, GeoFeature>(StringComparer.Ordinal);
        var (byCode, byName) = (0, 0);
        foreach (var feature in features)
        {
            var match = names.Find(feature.Properties);
            if (match.Kind == BoundaryMatchKind.None) problems.Add(new(BoundaryProblemKind.Unmatched, false) { Text = match.Label });
            if (match.Kind == BoundaryMatchKind.Ambiguous) problems.Add(new(BoundaryProblemKind.Ambiguous, true) { Text = match.Label });
            if (match.Area.Length == 0) continue;
            if (match.NameArea.Length > 0) problems.Add(new(BoundaryProblemKind.NameDiffers, false) { Area = match.Area, Other = match.NameArea, Text = match.Label });
            if (feature.Polygons is null || feature.Polygons.All(p => p.Count == 0))
            {
                problems.Add(new(BoundaryProblemKind.UnsupportedGeometry, true) { Area = match.Area, Text = match.Label });
                matched.TryAdd(match.Area, feature with { Polygons = [] });
                continue;
            }

            if (!matched.TryAdd(match.Area, feature)) problems.Add(new(BoundaryProblemKind.Duplicate, true) { Area = match.Area, Text = match.Label });
            else if (match.Kind == BoundaryMatchKind.ByCode) byCode++;
            else byName++;
        }

        problems.AddRange(communes.Where(c => !matched.ContainsKey(c.Code)).Select(c => new BoundaryProblem(BoundaryProblemKind.Missing, true) { Area = c.Code }));
        report = report with { MatchedByCode = byCode, MatchedByName = byName };
        return matched;
    }

    private static IEnumerable<Coordinate> Places(GeoFeature feature) => feature.Polygons!.SelectMany(p => p).SelectMany(r => r);

    // One answer for the whole file: with wrong coordinates nothing else can be said.
    private static bool InVietnam(IEnumerable<GeoFeature> features, List<BoundaryProblem> problems)
    {
        var places = features.SelectMany(Places).ToList();
        var outside = places.Where(p => !s_vietnam.Contains(p)).ToList();
        if (outside.Count == 0) return places.Count > 0;
        var first = outside[0];
        var kind = outside.TrueForAll(p => s_vietnam.Contains(p.Y, p.X)) ? BoundaryProblemKind.Swapped
            : outside.Exists(p => Math.Abs(p.X) > 360 || Math.Abs(p.Y) > 360) ? BoundaryProblemKind.NotDegrees
            : BoundaryProblemKind.OutsideVietnam;
        problems.Add(new(kind, true) { Number = outside.Count, At = new(first.X, first.Y) });
        return false;
    }

    private static Geometry Polygons(string code, GeoFeature feature, LocalProjection projection, List<BoundaryProblem> problems)
    {
        var polygons = new List<Polygon>();
        foreach (var rings in feature.Polygons!)
        {
            var closed = rings.Select(r => Ring(code, r, projection, problems)).ToList();
            if (closed.Count == 0 || closed[0] is null) continue;
            polygons.Add(BoundaryTopology.Plane.CreatePolygon(closed[0], [.. closed.Skip(1).OfType<LinearRing>()]));
        }

        Geometry shape = polygons.Count == 1 ? polygons[0] : BoundaryTopology.Plane.CreateMultiPolygon([.. polygons]);
        if (shape.IsEmpty) return shape;
        var check = new IsValidOp(shape);
        if (check.IsValid) return shape;

        var drawn = polygons.Sum(p => p.Area);
        var place = check.ValidationError?.Coordinate;
        var repaired = GeometryFixer.Fix(shape);
        var small = Math.Abs(repaired.Area - drawn) <= RepairedShare * Math.Max(drawn, repaired.Area);
        problems.Add(new(small ? BoundaryProblemKind.SelfIntersectionRepaired : BoundaryProblemKind.SelfIntersection, !small) { Area = code, At = place is null ? null : projection.ToDegrees(place) });
        return repaired;
    }

    private static LinearRing? Ring(string code, Coordinate[] places, LocalProjection projection, List<BoundaryProblem> problems)
    {
        var ring = new List<Coordinate>(places.Length + 1);
        foreach (var place in places)
        {
            var next = projection.ToPlane(place.X, place.Y);
            if (ring.Count == 0 || !ring[^1].Equals2D(next)) ring.Add(next);
        }

        if (ring.Count > 2 && !ring[0].Equals2D(ring[^1]))
        {
            problems.Add(new(BoundaryProblemKind.OpenRing, false) { Area = code, At = new(places[0].X, places[0].Y) });
            ring.Add(ring[0].Copy());
        }

        if (ring.Count >= 4) return BoundaryTopology.Plane.CreateLinearRing([.. ring]);
        problems.Add(new(BoundaryProblemKind.BadRing, false) { Area = code, At = places.Length > 0 ? new(places[0].X, places[0].Y) : null });
        return null;
    }

    private static void CheckAgainstPack(IReadOnlyList<Area> communes, List<string> codes, List<Geometry> shapes, LocalProjection projection, List<BoundaryProblem> problems)
    {
        var areas = communes.ToDictionary(c => c.Code);
        for (var i = 0; i < codes.Count; i++)
        {
            var commune = areas[codes[i]];
            if (shapes[i].IsEmpty)
            {
                problems.Add(new(BoundaryProblemKind.Vanished, true) { Area = codes[i] });
                continue;
            }

            if (commune.Point is { } point && !shapes[i].Intersects(BoundaryTopology.Plane.CreatePoint(projection.ToPlane(point.Longitude, point.Latitude))))
                problems.Add(new(BoundaryProblemKind.PointOutside, false) { Area = codes[i], At = point });
            if (commune.AreaKm2 is > 0 and var area && (shapes[i].Area / (double)area) - 1 is var difference && Math.Abs(difference) > AreaDifference)
                problems.Add(new(BoundaryProblemKind.AreaDiffers, false) { Area = codes[i], Number = difference * 100 });
        }
    }

    private static void AddCoverage(CleanedBoundaries cleaned, List<string> codes, List<Geometry> shapes, LocalProjection projection, List<BoundaryProblem> problems, ref BoundaryReport report)
    {
        foreach (var overlap in cleaned.Overlaps)
        {
            var large = overlap.SquareKm > LargeOverlapShare * Math.Min(shapes[overlap.One].Area, shapes[overlap.Other].Area);
            if (!large && overlap.SquareKm * 100 < 0.1) continue;
            problems.Add(new(large ? BoundaryProblemKind.Overlap : BoundaryProblemKind.SmallOverlap, large)
            {
                Area = codes[overlap.One],
                Other = codes[overlap.Other],
                Number = overlap.SquareKm * 100,
                At = projection.ToDegrees(overlap.At),
            });
        }

        foreach (var gap in cleaned.Gaps)
        {
            if (gap.SquareKm * 100 < 0.1) continue;
            problems.Add(new(gap.SquareKm * 100 > SmallGapHectares ? BoundaryProblemKind.Gap : BoundaryProblemKind.SmallGap, false)
            {
                Area = gap.One < 0 ? "" : codes[gap.One],
                Other = gap.Other < 0 ? "" : codes[gap.Other],
                Number = gap.SquareKm * 100,
                At = projection.ToDegrees(gap.At),
            });
        }

        report = report with { OverlapHectares = cleaned.Overlaps.Sum(o => o.SquareKm) * 100, GapHectares = cleaned.Gaps.Sum(g => g.SquareKm) * 100 };
    }

    /// <summary>Square kilometres up to which a gap is closed.</summary>
    internal const double SmallGapSquareKm = SmallGapHectares / 100;
}
