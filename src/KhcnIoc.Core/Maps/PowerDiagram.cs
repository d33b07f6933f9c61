using NetTopologySuite.Geometries;

namespace KhcnIoc.Core.Maps;

/// <summary>A partition of an outline into one cell a point whose sizes follow given areas as far as each cell can keep its point: a Voronoi diagram with weights.</summary>
/// <remarks>
/// The cell of a point is where (distance² − weight) is least. Weights start at zero and are raised where a cell is too small. A point stays in its cell
/// while weight<sub>j</sub> − weight<sub>i</sub> &lt; distance<sub>ij</sub>²; weights are held to 0.8 of that, so very unequal neighbours keep an error.
/// </remarks>
internal sealed class PowerDiagram
{
    private const int Rounds = 160;

    // A cell of a hexagonal lattice grows by 1.7 km² for each km² of weight; a third of what is missing a round settles without swinging.
    private const double Gain = 0.33;
    private const double Reach = 0.8;

    private readonly Coordinate[] _points, _outline;
    private readonly double[] _areas, _weights;
    private readonly (int Other, double Distance)[][] _others;

    public PowerDiagram(IReadOnlyList<Coordinate> points, IReadOnlyList<double> areas, IReadOnlyList<Coordinate> outline)
    {
        (_points, _areas, _outline, _weights) = ([.. points], [.. areas], [.. outline], new double[points.Count]);
        _others = [.. points.Select((p, i) => points.Select((q, j) => (j, p.Distance(q))).Where(o => o.j != i).OrderBy(o => o.Item2).ThenBy(o => o.j).ToArray())];
    }

    /// <summary>The cells, a ring each without its first point again; those of a hollow outline may have edges of no width.</summary>
    public IReadOnlyList<IReadOnlyList<Coordinate>> Solve()
    {
        var cells = Cells();
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < _points.Length; i++) _weights[i] += Gain * (_areas[i] - AreaOf(cells[i]));
            Hold();
            cells = Cells();
        }

        return cells;
    }

    /// <summary>Which cell a place belongs to.</summary>
    public int Owner(Coordinate place)
    {
        var (best, least) = (0, double.MaxValue);
        for (var i = 0; i < _points.Length; i++)
        {
            var distance = _points[i].Distance(place);
            if ((distance * distance) - _weights[i] is var power && power < least) (best, least) = (i, power);
        }

        return best;
    }

    private void Hold()
    {
        for (var changed = true; changed;)
        {
            changed = false;
            for (var i = 0; i < _points.Length; i++)
            {
                foreach (var (other, distance) in _others[i])
                {
                    var most = _weights[other] + (Reach * distance * distance);
                    if (_weights[i] <= most + 1e-9) continue;
                    _weights[i] = most;
                    changed = true;
                }
            }
        }
    }

    private List<Coordinate>[] Cells()
    {
        var cells = new List<Coordinate>[_points.Length];
        for (var i = 0; i < cells.Length; i++) cells[i] = Cell(i);
        return cells;
    }

    private List<Coordinate> Cell(int i)
    {
        List<Coordinate> ring = [.. _outline];
        var point = _points[i];
        var reach = Farthest(ring, point);
        foreach (var (other, distance) in _others[i])
        {
            var border = ((distance * distance) + _weights[i] - _weights[other]) / (2 * distance);
            if (border >= reach) continue;
            ring = Clip(ring, point, (_points[other].X - point.X) / distance, (_points[other].Y - point.Y) / distance, border);
            reach = Farthest(ring, point);
        }

        return ring;
    }

    private static double Farthest(List<Coordinate> ring, Coordinate point)
    {
        var most = 0.0;
        foreach (var place in ring) most = Math.Max(most, place.Distance(point));
        return most;
    }

    // Sutherland and Hodgman: what lies up to `border` in a direction from a point.
    private static List<Coordinate> Clip(List<Coordinate> ring, Coordinate point, double dx, double dy, double border)
    {
        var kept = new List<Coordinate>(ring.Count + 4);
        for (var i = 0; i < ring.Count; i++)
        {
            var (from, to) = (ring[i], ring[(i + 1) % ring.Count]);
            var a = ((from.X - point.X) * dx) + ((from.Y - point.Y) * dy) - border;
            var b = ((to.X - point.X) * dx) + ((to.Y - point.Y) * dy) - border;
            if (a <= 0) kept.Add(from);
            if ((a < 0 && b > 0) || (a > 0 && b < 0))
            {
                var t = a / (a - b);
                kept.Add(new(from.X + (t * (to.X - from.X)), from.Y + (t * (to.Y - from.Y))));
            }
        }

        return kept;
    }

    private static double AreaOf(List<Coordinate> ring)
    {
        var twice = 0.0;
        for (var i = 0; i < ring.Count; i++)
        {
            var (a, b) = (ring[i], ring[(i + 1) % ring.Count]);
            twice += (a.X * b.Y) - (b.X * a.Y);
        }

        return Math.Abs(twice) / 2;
    }
}
