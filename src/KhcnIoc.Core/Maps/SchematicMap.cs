using KhcnIoc.Core.Areas;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Union;
using NetTopologySuite.Simplify;

namespace KhcnIoc.Core.Maps;

/// <summary>The map that the product computes itself while nobody has imported boundaries: where communes lie and how large they are, not where they end.</summary>
/// <remarks>
/// The outline is a smooth union of discs of the communes' areas, scaled to the province's area; inside it a weighted Voronoi partition gives each commune one shape
/// that contains its point and is about as large as the commune. Pure and deterministic.
/// </remarks>
public static class SchematicMap
{
    // Two discs that just touch have an area of 1 each in a place of 1.1; less than that and the outline is a string of pearls.
    private const double Smoothing = 1.6;
    private const int Fits = 5;
    private static readonly GeometryFactory s_plane = new();

    /// <summary>The communes that have a point, in the given order.</summary>
    public static MapGeometry Compute(IReadOnlyList<Area> communes) => Draw(communes).Map;

    /// <summary>The map, and where the communes' points lie on it, in the order of its shapes.</summary>
    internal static (MapGeometry Map, IReadOnlyList<Coordinate> Points) Draw(IReadOnlyList<Area> communes)
    {
        var placed = communes.Where(c => c.Point is not null).ToList();
        if (placed.Count == 0) return (MapPaths.Assemble([], MapFrame.LongerSide, MapFrame.LongerSide), []);

        var degrees = new Envelope();
        foreach (var commune in placed) degrees.ExpandToInclude(commune.Point!.Value.Longitude, commune.Point.Value.Latitude);
        var projection = new LocalProjection(degrees);
        var points = placed.Select(c => projection.ToPlane(c.Point!.Value.Longitude, c.Point.Value.Latitude)).ToList();
        var known = placed.Where(c => c.AreaKm2 is > 0).Select(c => (double)c.AreaKm2!.Value).Order().ToList();
        var middle = known.Count == 0 ? 1 : known[known.Count / 2];
        var areas = placed.Select(c => c.AreaKm2 is > 0 and var area ? (double)area : middle).ToList();

        var outline = Outline(points, areas);
        var frame = new MapFrame(outline.EnvelopeInternal);
        var diagram = new PowerDiagram(points, areas, outline.ExteriorRing.Coordinates[..^1]);
        var cells = diagram.Solve();
        return (MapPaths.Assemble(Shapes(placed, points, cells, outline, diagram, frame), frame.Width, frame.Height), [.. points.Select(frame.ToMap)]);
    }

    private static Polygon Outline(List<Coordinate> points, List<double> areas)
    {
        var whole = areas.Sum();
        var reach = Smoothing * Math.Sqrt(whole / areas.Count / Math.PI);
        var scale = 1.0;
        for (var fit = 1; ; fit++)
        {
            var outline = Closed(points, areas, scale, reach);
            if (fit == Fits || Math.Abs(outline.Area - whole) < 0.002 * whole) return outline;

            // The outline grows a little slower than the discs do.
            scale *= Math.Pow(whole / outline.Area, 0.8);
        }
    }

    // Gaps narrower than twice the reach are filled, bays rounded.
    private static Polygon Closed(List<Coordinate> points, List<double> areas, double scale, double reach)
    {
        var discs = CascadedPolygonUnion.Union([.. points.Select((p, i) => s_plane.CreatePoint(p).Buffer(scale * Math.Sqrt(areas[i] / Math.PI), 8))]);
        for (; ; reach *= 1.5)
        {
            if (discs.Buffer(reach, 8).Buffer(-reach, 8) is not Polygon closed) continue;
            return (Polygon)DouglasPeuckerSimplifier.Simplify(s_plane.CreatePolygon(closed.ExteriorRing.Coordinates), reach / 60);
        }
    }

    // Cells are noded together on the map's grid, so that neighbours share every point of their border.
    private static IEnumerable<(string Area, Geometry Shape)> Shapes(
        List<Area> communes, List<Coordinate> points, IReadOnlyList<IReadOnlyList<Coordinate>> cells, Polygon outline, PowerDiagram diagram, MapFrame frame)
    {
        LineString Line(IEnumerable<Coordinate> ring) => MapPaths.Factory.CreateLineString([.. ring.Select(frame.ToMap)]);
        var border = MapPaths.Factory.CreatePolygon([.. outline.ExteriorRing.Coordinates.Select(frame.ToMap)]);
        var lines = cells.Where(c => c.Count > 2).Select(c => Line(c.Append(c[0]))).Append((LineString)border.ExteriorRing);
        var faces = MapPaths.Faces(lines, MapPaths.Factory).Where(f => border.Contains(f.InteriorPoint)).ToList();

        // A bay of the outline may cut a cell in two: the part with the point stays, the other goes to the neighbour it shares most of its border with.
        var owners = faces.Select(f => diagram.Owner(frame.ToPlane(f.InteriorPoint.Coordinate))).ToList();
        var main = points.Select(p => MapPaths.Factory.CreatePoint(frame.ToMap(p))).Select(p => faces.FindIndex(f => f.Covers(p))).ToList();
        for (var i = 0; i < main.Count; i++) owners[main[i]] = i;
        for (var i = 0; i < faces.Count; i++)
        {
            if (main.Contains(i)) continue;
            owners[i] = Enumerable.Range(0, faces.Count).Where(main.Contains).MaxBy(other => faces[i].Intersection(faces[other]).Length) is var best ? owners[best] : owners[i];
        }

        for (var i = 0; i < communes.Count; i++)
        {
            var own = Enumerable.Range(0, faces.Count).Where(f => owners[f] == i).Select(f => faces[f]).ToList();
            yield return (communes[i].Code, own.Count == 1 ? own[0] : MapPaths.Union(own));
        }
    }
}
