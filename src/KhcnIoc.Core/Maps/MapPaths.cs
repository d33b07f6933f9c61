using System.Globalization;
using System.Text;
using NetTopologySuite.Algorithm.Construct;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.OverlayNG;
using NetTopologySuite.Operation.Polygonize;

namespace KhcnIoc.Core.Maps;

/// <summary>Polygons in the map's coordinates, to and from path data.</summary>
internal static class MapPaths
{
    /// <summary>Coordinates are multiples of a tenth: what is written is what was computed with, so neighbours share their border exactly.</summary>
    public static readonly GeometryFactory Factory = new(new PrecisionModel(10));

    /// <summary>Faces that lines bound, noded on the grid of <paramref name="factory"/>.</summary>
    public static IReadOnlyList<Polygon> Faces(IEnumerable<LineString> lines, GeometryFactory factory)
    {
        var noded = UnaryUnionNG.Union(factory.BuildGeometry([.. lines]), factory.PrecisionModel);
        var polygonizer = new Polygonizer();
        polygonizer.Add(noded);
        return [.. polygonizer.GetPolygons().Cast<Polygon>()];
    }

    /// <summary>One shape a commune, with the border of all.</summary>
    public static MapGeometry Assemble(IEnumerable<(string Area, Geometry Shape)> shapes, double width, double height)
    {
        var list = shapes.ToList();
        return Assemble(list, list.Count == 0 ? Factory.CreatePolygon() : Union(list.Select(s => s.Shape)), width, height);
    }

    /// <summary>One shape a commune, with a border that is known already.</summary>
    public static MapGeometry Assemble(IEnumerable<(string Area, Geometry Shape)> shapes, Geometry land, double width, double height) => new()
    {
        Version = 0,
        Width = width,
        Height = height,
        Shapes = [.. shapes.Select(s => ToShape(s.Area, s.Shape))],
        Outline = ToPath(land),
    };

    /// <summary>Union of faces that meet exactly.</summary>
    public static Geometry Union(IEnumerable<Geometry> shapes) => UnaryUnionNG.Union(Factory.BuildGeometry([.. shapes]), Factory.PrecisionModel);

    public static string ToPath(Geometry shape)
    {
        var text = new StringBuilder();
        foreach (var polygon in Polygons(shape))
        {
            Ring(polygon.ExteriorRing);
            foreach (var hole in polygon.InteriorRings) Ring(hole);
        }

        return text.ToString();

        void Ring(LineString ring)
        {
            // The last point is the first again: Z says so.
            for (var i = 0; i < ring.NumPoints - 1; i++)
            {
                var point = ring.GetCoordinateN(i);
                text.Append(i == 0 ? 'M' : 'L').Append(Number(point.X)).Append(' ').Append(Number(point.Y));
            }

            text.Append('Z');
        }
    }

    /// <summary>The rings of path data as written by <see cref="ToPath"/>, as polygons: the first ring that lies in no other is a shell.</summary>
    public static Geometry Parse(string path)
    {
        var rings = new List<Polygon>();
        foreach (var ring in path.Split('Z', StringSplitOptions.RemoveEmptyEntries))
        {
            var points = ring.TrimStart('M').Split('L').Select(p => p.Split(' ')).Select(p => new Coordinate(double.Parse(p[0], CultureInfo.InvariantCulture), double.Parse(p[1], CultureInfo.InvariantCulture))).ToList();
            points.Add(points[0].Copy());
            rings.Add(Factory.CreatePolygon([.. points]));
        }

        // Even-odd, as it is drawn.
        Geometry shape = Factory.CreatePolygon();
        foreach (var ring in rings) shape = shape.SymmetricDifference(ring);
        return shape;
    }

    public static IEnumerable<Polygon> Polygons(Geometry shape)
    {
        for (var i = 0; i < shape.NumGeometries; i++)
        {
            if (shape.GetGeometryN(i) is Polygon { IsEmpty: false } polygon) yield return polygon;
        }
    }

    private static MapShape ToShape(string area, Geometry shape)
    {
        // The middle of the widest place, where a mark covers nothing else.
        var widest = Polygons(shape).MaxBy(p => p.Area)!;
        var label = MaximumInscribedCircle.GetCenter(widest, 0.5).Coordinate;
        return new(area, ToPath(shape), MapFrame.Round(label.X), MapFrame.Round(label.Y));
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
