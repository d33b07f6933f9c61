using NetTopologySuite.Geometries;

namespace KhcnIoc.Core.Maps;

/// <summary>Ground that two owners share, or that lies between two and belongs to none.</summary>
internal sealed record SharedGround(int One, int Other, double SquareKm, Coordinate At);

/// <summary>Boundaries after repair: every place belongs to one owner or to none.</summary>
internal sealed record CleanedBoundaries(OwnedFaces Faces, IReadOnlyList<Arc> Arcs, IReadOnlyList<SharedGround> Overlaps, IReadOnlyList<SharedGround> Gaps);

/// <summary>Makes one partition out of shapes that were drawn one by one, and a small map out of the partition.</summary>
internal static class BoundaryTopology
{
    public static readonly GeometryFactory Plane = new();

    // One metre: finer than any official file is exact, coarse enough to bring together what was meant to be one line.
    private const double PlaneScale = 1000;
    private const double MapScale = 10;
    private static readonly GeometryFactory s_grid = new(new PrecisionModel(PlaneScale));

    // Twice the area, in tenths of a unit squared, below which nobody sees a point go: a fifteenth of a unit squared of a picture 1,000 units wide.
    private const long Unseen = 13;

    // Fragments below this many square units that rounding cuts off go to a neighbour.
    private const double Fragment = 1;

    // What stands around the paths in the stored text, for each shape and once.
    private const int TextOfShape = 70, TextOfMap = 200;

    /// <summary>Cuts the plane along all borders and decides of each face whose it is.</summary>
    public static CleanedBoundaries Clean(IReadOnlyList<Geometry> shapes, CancellationToken cancellationToken)
    {
        var lines = shapes.SelectMany(MapPaths.Polygons).SelectMany(p => p.InteriorRings.Prepend(p.ExteriorRing)).Select(r => s_grid.CreateLineString(r.Coordinates));
        var faces = new OwnedFaces(MapPaths.Faces(lines, s_grid), PlaneScale);
        cancellationToken.ThrowIfCancellationRequested();
        var locate = OwnedFaces.Locator(shapes);
        var covering = faces.Faces.Select(f => locate(f.InteriorPoint.Coordinate)).ToList();
        for (var i = 0; i < covering.Count; i++) faces.Owners[i] = covering[i].Count == 1 ? covering[i][0] : OwnedFaces.Nobody;
        cancellationToken.ThrowIfCancellationRequested();

        var overlaps = new Dictionary<(int, int), (double Area, double Largest, Coordinate At)>();
        var gaps = new List<SharedGround>();
        var decided = (int[])faces.Owners.Clone();
        for (var i = 0; i < covering.Count; i++)
        {
            if (covering[i].Count == 1) continue;
            var face = faces.Faces[i];
            var neighbours = faces.Neighbours(i).Where(n => n.Key != OwnedFaces.Nobody).OrderByDescending(n => n.Value).ThenBy(n => n.Key).Select(n => n.Key).ToList();
            if (covering[i].Count == 0)
            {
                gaps.Add(new(neighbours.Count > 0 ? neighbours[0] : -1, neighbours.Count > 1 ? neighbours[1] : -1, face.Area, face.InteriorPoint.Coordinate));
                if (face.Area <= BoundaryImport.SmallGapSquareKm && neighbours.Count > 0) decided[i] = neighbours[0];
                continue;
            }

            var key = (covering[i][0], covering[i][1]);
            var before = overlaps.GetValueOrDefault(key);
            overlaps[key] = (before.Area + face.Area, Math.Max(before.Largest, face.Area), face.Area > before.Largest ? face.InteriorPoint.Coordinate : before.At);
            var among = neighbours.Where(covering[i].Contains).ToList();
            decided[i] = among.Count > 0 ? among[0] : covering[i][0];
        }

        decided.CopyTo(faces.Owners, 0);
        return new(faces, faces.Arcs(), [.. overlaps.OrderBy(o => o.Key).Select(o => new SharedGround(o.Key.Item1, o.Key.Item2, o.Value.Area, o.Value.At))], gaps);
    }

    /// <summary>The map, and how many points it has; <see langword="null"/> where a commune would vanish.</summary>
    public static (MapGeometry? Map, int Points) Simplify(IReadOnlyList<Arc> arcs, OwnedFaces from, IReadOnlyList<string> codes, List<BoundaryProblem> problems, CancellationToken cancellationToken)
    {
        // Onto the map's grid first: what is taken out of it afterwards leaves points that are on it still.
        var plane = new Envelope();
        foreach (var point in arcs.SelectMany(a => a.Points)) plane.ExpandToInclude(point.ToCoordinate(PlaneScale));
        var frame = new MapFrame(plane);
        var lines = arcs.Select(a => a.Points.Select(p => frame.ToMap(p.ToCoordinate(PlaneScale))).ToArray()).Where(l => l.Distinct().Count() > 1).Select(MapPaths.Factory.CreateLineString);
        var faces = new OwnedFaces(MapPaths.Faces(lines, MapPaths.Factory), MapScale);
        cancellationToken.ThrowIfCancellationRequested();
        var locate = OwnedFaces.Locator(from.Faces);
        for (var i = 0; i < faces.Faces.Count; i++)
        {
            var found = locate(frame.ToPlane(faces.Faces[i].InteriorPoint.Coordinate));
            faces.Owners[i] = found.Count > 0 ? from.Owners[found[0]] : OwnedFaces.Nobody;
        }

        GiveAwayFragments(faces);
        foreach (var owner in Enumerable.Range(0, codes.Count).Except(faces.Owners)) problems.Add(new(BoundaryProblemKind.Vanished, true) { Area = codes[owner] });
        if (problems.Exists(p => p.IsError)) return (null, 0);

        var simplifier = new ArcSimplifier(faces.Arcs());
        var room = StoredGeometry.MaxBytes - TextOfMap - (TextOfShape * (codes.Count + 1)) - (4L * faces.Faces.Count);
        var kept = simplifier.Run(Unseen, room, cancellationToken);
        return (Assemble(kept, codes, frame), simplifier.Points);
    }

    private static void GiveAwayFragments(OwnedFaces faces)
    {
        var largest = Enumerable.Range(0, faces.Faces.Count).GroupBy(f => faces.Owners[f]).ToDictionary(g => g.Key, g => g.MaxBy(f => faces.Faces[f].Area));
        for (var i = 0; i < faces.Faces.Count; i++)
        {
            if (faces.Faces[i].Area >= Fragment || (faces.Owners[i] != OwnedFaces.Nobody && largest[faces.Owners[i]] == i)) continue;
            faces.Owners[i] = faces.Neighbours(i).OrderByDescending(n => n.Value).ThenBy(n => n.Key).First().Key;
        }
    }

    // Faces of the simplified borders; each still has its owner on the left of its edges.
    private static MapGeometry Assemble(IReadOnlyList<Arc> arcs, IReadOnlyList<string> codes, MapFrame frame)
    {
        var left = new Dictionary<(GridPoint, GridPoint), int>();
        foreach (var arc in arcs)
        {
            for (var i = 1; i < arc.Points.Count; i++)
            {
                left[(arc.Points[i - 1], arc.Points[i])] = arc.Left;
                left[(arc.Points[i], arc.Points[i - 1])] = arc.Right;
            }
        }

        var byOwner = new Dictionary<int, List<Polygon>>();
        foreach (var face in Polygonized(arcs))
        {
            var owner = OwnerOf(face);
            if (owner == OwnedFaces.Nobody) continue;
            if (!byOwner.TryGetValue(owner, out var list)) byOwner[owner] = list = [];
            list.Add(face);
        }

        var shapes = byOwner.OrderBy(o => o.Key).Select(o => (codes[o.Key], o.Value.Count == 1 ? o.Value[0] : (Geometry)MapPaths.Factory.CreateMultiPolygon([.. o.Value])));
        var outer = arcs.Where(a => a.Left == OwnedFaces.Nobody || a.Right == OwnedFaces.Nobody).ToList();
        var land = Polygonized(outer).Where(f => OwnerOf(f) != OwnedFaces.Nobody).ToArray();
        return MapPaths.Assemble(shapes, MapPaths.Factory.CreateMultiPolygon(land), frame.Width, frame.Height);

        int OwnerOf(Polygon face)
        {
            var ring = face.ExteriorRing.Coordinates;
            var (a, b) = (GridPoint.Of(ring[0], MapScale), GridPoint.Of(ring[1], MapScale));
            return left.GetValueOrDefault(NetTopologySuite.Algorithm.Orientation.IsCCW(ring) ? (a, b) : (b, a), OwnedFaces.Nobody);
        }
    }

    private static IEnumerable<Polygon> Polygonized(IReadOnlyList<Arc> arcs)
    {
        var polygonizer = new NetTopologySuite.Operation.Polygonize.Polygonizer();
        foreach (var arc in arcs) polygonizer.Add(MapPaths.Factory.CreateLineString([.. arc.Points.Select(p => p.ToCoordinate(MapScale))]));
        return polygonizer.GetPolygons().Cast<Polygon>();
    }
}
