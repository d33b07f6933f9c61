using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;

namespace KhcnIoc.Core.Maps;

/// <summary>A place on a grid, as whole numbers: exact to compare and to compute with.</summary>
internal readonly record struct GridPoint(int X, int Y)
{
    public static GridPoint Of(Coordinate place, double scale) => new((int)Math.Round(place.X * scale), (int)Math.Round(place.Y * scale));

    public Coordinate ToCoordinate(double scale) => new(X / scale, Y / scale);
}

/// <summary>A stretch of border between two nodes (or all around), with whom it has on its left and right. −1 = nobody.</summary>
internal sealed record Arc(IReadOnlyList<GridPoint> Points, int Left, int Right);

/// <summary>A plane cut into faces, each of which belongs to one owner or to nobody. Borders are shared by construction.</summary>
internal sealed class OwnedFaces
{
    public const int Nobody = -1;

    private readonly double _scale;
    private readonly Dictionary<(GridPoint From, GridPoint To), int> _leftFace = [];

    /// <param name="faces">Faces that meet only at shared edges of the grid.</param>
    /// <param name="scale">Grid lines per unit.</param>
    public OwnedFaces(IReadOnlyList<Polygon> faces, double scale)
    {
        (Faces, _scale) = (faces, scale);
        Owners = new int[faces.Count];
        Array.Fill(Owners, Nobody);
        for (var i = 0; i < faces.Count; i++)
        {
            // The face lies on the left of its shell turned against the clock and of its holes turned with it.
            AddRing(faces[i].ExteriorRing, i, counterClockwise: true);
            foreach (var hole in faces[i].InteriorRings) AddRing(hole, i, counterClockwise: false);
        }
    }

    public IReadOnlyList<Polygon> Faces { get; }
    public int[] Owners { get; }

    /// <summary>The length of border that a face shares with each owner, by owner.</summary>
    public Dictionary<int, double> Neighbours(int face)
    {
        var lengths = new Dictionary<int, double>();
        foreach (var ring in Rings(Faces[face]))
        {
            for (var i = 1; i < ring.Length; i++)
            {
                var other = Beside(ring[i - 1], ring[i], face);
                var owner = other < 0 ? Nobody : Owners[other];
                lengths[owner] = lengths.GetValueOrDefault(owner) + ring[i - 1].Distance(ring[i]);
            }
        }

        return lengths;
    }

    /// <summary>Borders between different owners, cut where three of them or more meet.</summary>
    public IReadOnlyList<Arc> Arcs()
    {
        var border = new Dictionary<GridPoint, List<GridPoint>>();
        foreach (var (edge, face) in _leftFace)
        {
            var reverse = (edge.To, edge.From);
            var paired = _leftFace.TryGetValue(reverse, out var other);
            if (paired && Compare(edge.From, edge.To) > 0) continue;
            if (Owners[face] == (paired ? Owners[other] : Nobody)) continue;
            Link(edge.From, edge.To);
            Link(edge.To, edge.From);
        }

        // In a fixed order: the same file always gives the same map.
        var starts = border.Keys.ToList();
        starts.Sort(Compare);
        foreach (var ends in border.Values) ends.Sort(Compare);
        var walked = new HashSet<(GridPoint, GridPoint)>();
        var arcs = new List<Arc>();
        foreach (var start in starts.Where(p => border[p].Count != 2).Concat(starts.Where(p => border[p].Count == 2)))
        {
            foreach (var next in border[start])
            {
                if (walked.Contains((start, next))) continue;
                List<GridPoint> points = [start];
                var (from, to) = (start, next);
                while (true)
                {
                    walked.Add((from, to));
                    walked.Add((to, from));
                    points.Add(to);
                    if (border[to].Count != 2 || to == start) break;
                    var ahead = border[to][0] == from ? border[to][1] : border[to][0];
                    (from, to) = (to, ahead);
                }

                arcs.Add(new(points, OwnerLeftOf(points[0], points[1]), OwnerLeftOf(points[1], points[0])));
            }
        }

        return arcs;

        void Link(GridPoint from, GridPoint to)
        {
            if (!border.TryGetValue(from, out var ends)) border[from] = ends = new(2);
            ends.Add(to);
        }
    }

    public int OwnerLeftOf(GridPoint from, GridPoint to) => _leftFace.TryGetValue((from, to), out var face) ? Owners[face] : Nobody;

    /// <summary>All places of a kind of polygon at once, found by boxes first.</summary>
    public static Func<Coordinate, IReadOnlyList<int>> Locator(IReadOnlyList<Geometry> shapes)
    {
        var tree = new STRtree<int>();
        var locators = new IndexedPointInAreaLocator[shapes.Count];
        for (var i = 0; i < shapes.Count; i++)
        {
            if (shapes[i].IsEmpty) continue;
            tree.Insert(shapes[i].EnvelopeInternal, i);
            locators[i] = new(shapes[i]);
        }

        if (tree.Count > 0) tree.Build();
        return place => tree.Count == 0 ? [] : [.. tree.Query(new Envelope(place)).Where(i => locators[i].Locate(place) != Location.Exterior).Order()];
    }

    private int Beside(Coordinate from, Coordinate to, int face)
    {
        var (a, b) = (GridPoint.Of(from, _scale), GridPoint.Of(to, _scale));
        if (_leftFace.TryGetValue((a, b), out var left) && left != face) return left;
        return _leftFace.TryGetValue((b, a), out var right) && right != face ? right : Nobody;
    }

    private void AddRing(LineString ring, int face, bool counterClockwise)
    {
        var points = ring.Coordinates;
        if (NetTopologySuite.Algorithm.Orientation.IsCCW(points) != counterClockwise) points = [.. points.Reverse()];
        for (var i = 1; i < points.Length; i++) _leftFace[(GridPoint.Of(points[i - 1], _scale), GridPoint.Of(points[i], _scale))] = face;
    }

    private static IEnumerable<Coordinate[]> Rings(Polygon face) => face.InteriorRings.Prepend(face.ExteriorRing).Select(r => r.Coordinates);

    private static int Compare(GridPoint a, GridPoint b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y);
}
