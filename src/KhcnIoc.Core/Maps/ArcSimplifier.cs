namespace KhcnIoc.Core.Maps;

/// <summary>Takes points out of shared borders, the least telling first, until the map is small enough. Borders stay shared and never cross or touch.</summary>
/// <remarks>
/// After Visvalingam and Whyatt: a point goes with the area of the triangle it makes with its neighbours. It may only go while no other point lies in that
/// triangle and no border runs along its third side already; so nothing can come to cross anything. Points stay on their grid and all arithmetic is exact.
/// </remarks>
internal sealed class ArcSimplifier
{
    private const int Cell = 64;
    private readonly List<Node> _nodes = [];
    private readonly Dictionary<(int, int), List<Node>> _cells = [];
    private readonly HashSet<(GridPoint, GridPoint)> _edges = [];
    private readonly PriorityQueue<(Node Node, int Stamp), (long Area, int Order)> _queue = new();
    private readonly List<Node[]> _arcs = [];
    private readonly List<Arc> _given;

    public ArcSimplifier(IReadOnlyList<Arc> arcs)
    {
        _given = [.. arcs];
        foreach (var arc in arcs)
        {
            var closed = arc.Points[0] == arc.Points[^1];
            var nodes = arc.Points.Select((p, i) => new Node(p, _nodes.Count + i) { Fixed = i == 0 || i == arc.Points.Count - 1 }).ToArray();
            for (var i = 0; i < nodes.Length; i++)
            {
                if (i > 0) nodes[i].Before = nodes[i - 1];
                if (i < nodes.Length - 1) nodes[i].After = nodes[i + 1];
                if (i > 0) _edges.Add(Edge(nodes[i - 1].Point, nodes[i].Point));
                nodes[i].Ring = closed ? new() { Points = nodes.Length - 1 } : null;
            }

            // One counter for all points of a ring.
            for (var i = 1; i < nodes.Length; i++) nodes[i].Ring = nodes[0].Ring;
            _nodes.AddRange(nodes);
            _arcs.Add(nodes);
        }

        foreach (var node in _nodes)
        {
            if (!_cells.TryGetValue(CellOf(node.Point), out var cell)) _cells[CellOf(node.Point)] = cell = [];
            cell.Add(node);
            Cost += CostOf(node);
        }

        foreach (var node in _nodes) Enqueue(node, 0);
    }

    /// <summary>Letters of path data: each point stands in two paths, those of its two sides.</summary>
    public long Cost { get; private set; }

    public int Points => _arcs.Sum(a => a.Count(n => !n.Gone));

    /// <summary>Removes points of triangles up to twice an area, and beyond that as long as the cost is above a limit.</summary>
    public IReadOnlyList<Arc> Run(long anywayUpTo, long maxCost, CancellationToken cancellationToken)
    {
        var steps = 0;
        while (_queue.TryDequeue(out var entry, out var priority))
        {
            if ((++steps & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (priority.Area > anywayUpTo && Cost <= maxCost) break;
            var (node, stamp) = entry;
            if (node.Gone || stamp != node.Stamp || !MayGo(node)) continue;
            Remove(node, priority.Area);
        }

        return [.. _given.Select((arc, i) => arc with { Points = [.. _arcs[i].Where(n => !n.Gone).Select(n => n.Point)] })];
    }

    private void Remove(Node node, long area)
    {
        var (before, after) = (node.Before!, node.After!);
        node.Gone = true;
        Cost -= CostOf(node);
        if (node.Ring is { } ring) ring.Points--;
        _edges.Remove(Edge(before.Point, node.Point));
        _edges.Remove(Edge(node.Point, after.Point));
        _edges.Add(Edge(before.Point, after.Point));
        _cells[CellOf(node.Point)].Remove(node);
        (before.After, after.Before) = (after, before);
        Enqueue(before, area);
        Enqueue(after, area);
    }

    private void Enqueue(Node node, long least)
    {
        if (node.Fixed || node.Gone || node.Before is null || node.After is null) return;
        node.Stamp++;
        _queue.Enqueue((node, node.Stamp), (Math.Max(least, Math.Abs(Twice(node.Before.Point, node.Point, node.After.Point))), node.Order));
    }

    private bool MayGo(Node node)
    {
        if (node.Ring is { Points: <= 4 }) return false;
        var (a, b, c) = (node.Before!.Point, node.Point, node.After!.Point);
        if (_edges.Contains(Edge(a, c))) return false;
        var (minX, maxX) = (Math.Min(a.X, Math.Min(b.X, c.X)), Math.Max(a.X, Math.Max(b.X, c.X)));
        var (minY, maxY) = (Math.Min(a.Y, Math.Min(b.Y, c.Y)), Math.Max(a.Y, Math.Max(b.Y, c.Y)));
        var (low, high) = (CellOf(new(minX, minY)), CellOf(new(maxX, maxY)));
        for (var x = low.Item1; x <= high.Item1; x++)
        {
            for (var y = low.Item2; y <= high.Item2; y++)
            {
                if (!_cells.TryGetValue((x, y), out var cell)) continue;
                foreach (var other in cell)
                {
                    if (other.Point != a && other.Point != b && other.Point != c && Inside(other.Point, a, b, c)) return false;
                }
            }
        }

        return true;
    }

    // On the edge counts as inside.
    private static bool Inside(GridPoint p, GridPoint a, GridPoint b, GridPoint c)
    {
        var (ab, bc, ca) = (Twice(a, b, p), Twice(b, c, p), Twice(c, a, p));
        var (negative, positive) = (ab < 0 || bc < 0 || ca < 0, ab > 0 || bc > 0 || ca > 0);
        if (negative && positive) return false;
        if (negative || positive) return true;

        // Three points on a line: between the outer two.
        return p.X >= Math.Min(a.X, Math.Min(b.X, c.X)) && p.X <= Math.Max(a.X, Math.Max(b.X, c.X)) && p.Y >= Math.Min(a.Y, Math.Min(b.Y, c.Y)) && p.Y <= Math.Max(a.Y, Math.Max(b.Y, c.Y));
    }

    private static long Twice(GridPoint a, GridPoint b, GridPoint c) => ((long)(b.X - a.X) * (c.Y - a.Y)) - ((long)(c.X - a.X) * (b.Y - a.Y));

    private static (GridPoint, GridPoint) Edge(GridPoint a, GridPoint b) => a.X < b.X || (a.X == b.X && a.Y < b.Y) ? (a, b) : (b, a);

    private static (int, int) CellOf(GridPoint p) => (p.X / Cell, p.Y / Cell);

    private static int CostOf(Node node) => 2 * (2 + Letters(node.Point.X) + Letters(node.Point.Y));

    // Tenths: "123.4", and "123" where the last digit is 0.
    private static int Letters(int tenths) => tenths % 10 == 0 ? Digits(tenths / 10) : Digits(tenths / 10) + 2;

    private static int Digits(int number) => number switch { < 10 => 1, < 100 => 2, < 1000 => 3, _ => 4 };

    private sealed class Ring
    {
        public int Points;
    }

    private sealed class Node(GridPoint point, int order)
    {
        public readonly GridPoint Point = point;
        public readonly int Order = order;
        public Node? Before, After;
        public Ring? Ring;
        public bool Fixed, Gone;
        public int Stamp;
    }
}
