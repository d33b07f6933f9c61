using System.Globalization;
using System.Text;
using System.Text.Json;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Maps;

namespace KhcnIoc.TestSupport;

/// <summary>A made-up file of official boundaries: the schematic map with crooked borders that neighbours share, in degrees. Tests bend it out of shape.</summary>
public sealed class BoundaryFile
{
    public sealed class Feature
    {
        public Dictionary<string, object?> Properties { get; init; } = [];

        /// <summary>Rings of one polygon, longitude and latitude, the last place as the first.</summary>
        public List<List<(double X, double Y)>> Rings { get; set; } = [];
    }

    public List<Feature> Features { get; } = [];

    /// <param name="communes">Communes with points and areas.</param>
    /// <param name="bends">Places that are put into each border between two corners: 2^bends − 1.</param>
    public static BoundaryFile Of(IReadOnlyList<Area> communes, int bends = 3)
    {
        var (map, points) = SchematicMap.Draw(communes);
        var (west, east) = (Extreme(points.Select(p => p.X)), Extreme(points.Select(p => -p.X)));
        var (north, south) = (Extreme(points.Select(p => p.Y)), Extreme(points.Select(p => -p.Y)));
        double Longitude(double x) => communes[west].Point!.Value.Longitude + ((x - points[west].X) * (communes[east].Point!.Value.Longitude - communes[west].Point!.Value.Longitude) / (points[east].X - points[west].X));
        double Latitude(double y) => communes[north].Point!.Value.Latitude + ((y - points[north].Y) * (communes[south].Point!.Value.Latitude - communes[north].Point!.Value.Latitude) / (points[south].Y - points[north].Y));

        var file = new BoundaryFile();
        var areas = communes.ToDictionary(c => c.Code);
        foreach (var shape in map.Shapes)
        {
            var corners = shape.Path.TrimEnd('Z')[1..].Split('L').Select(p => p.Split(' ')).Select(p => (X: double.Parse(p[0], CultureInfo.InvariantCulture), Y: double.Parse(p[1], CultureInfo.InvariantCulture))).ToList();
            var ring = new List<(double, double)>();
            for (var i = 0; i < corners.Count; i++) ring.AddRange(Bent(corners[i], corners[(i + 1) % corners.Count], bends).SkipLast(1).Select(p => (Math.Round(Longitude(p.X), 5), Math.Round(Latitude(p.Y), 5))));
            ring.Add(ring[0]);
            file.Features.Add(new() { Properties = new() { ["code"] = shape.Area, ["name_vi"] = areas[shape.Area].Names[^1].Name }, Rings = [ring] });
        }

        return file;
    }

    public Feature this[string code] => Features.First(f => (string?)f.Properties["code"] == code);

    public byte[] ToBytes()
    {
        var text = new StringBuilder("{\"type\":\"FeatureCollection\",\"features\":[");
        for (var i = 0; i < Features.Count; i++)
        {
            text.Append(i == 0 ? "" : ",").Append("{\"type\":\"Feature\",\"properties\":").Append(JsonSerializer.Serialize(Features[i].Properties)).Append(",\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[");
            text.AppendJoin(',', Features[i].Rings.Select(r => "[" + string.Join(',', r.Select(p => string.Create(CultureInfo.InvariantCulture, $"[{p.X},{p.Y}]"))) + "]")).Append("]}}");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    private static int Extreme(IEnumerable<double> values) => values.Select((v, i) => (v, i)).Min().i;

    // The same whichever of its two sides asks: bent from the smaller end to the greater.
    private static List<(double X, double Y)> Bent((double X, double Y) a, (double X, double Y) b, int bends)
    {
        var turned = a.CompareTo(b) > 0;
        List<(double X, double Y)> line = turned ? [b, a] : [a, b];
        for (var round = 0; round < bends; round++)
        {
            for (var i = line.Count - 1; i > 0; i--)
            {
                var (from, to) = (line[i - 1], line[i]);

                // Long stretches sway no more than short ones, or narrow corners would cross.
                var sway = 0.05 * Math.Sin((from.X * 12.9898) + (from.Y * 78.233) + (to.X * 37.719) + round) * Math.Min(1, 2 / Math.Sqrt(((to.X - from.X) * (to.X - from.X)) + ((to.Y - from.Y) * (to.Y - from.Y))));
                line.Insert(i, (((from.X + to.X) / 2) - (sway * (to.Y - from.Y)), ((from.Y + to.Y) / 2) + (sway * (to.X - from.X))));
            }
        }

        if (turned) line.Reverse();
        return line;
    }
}
