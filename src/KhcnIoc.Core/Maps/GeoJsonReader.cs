using System.Globalization;
using System.Text;
using System.Text.Json;
using NetTopologySuite.Geometries;

namespace KhcnIoc.Core.Maps;

/// <summary>A feature as it stands in the file.</summary>
/// <param name="Properties">Texts and numbers, by name in lower case; <c>id</c> is the feature's own where it has no property of that name.</param>
/// <param name="Polygons">Of each polygon its rings as they stand there; <see langword="null"/> = another kind of geometry.</param>
internal sealed record GeoFeature(IReadOnlyDictionary<string, string> Properties, IReadOnlyList<IReadOnlyList<Coordinate[]>>? Polygons);

/// <summary>Reads a FeatureCollection of polygons out of a file that anybody may have made: bounded in depth and in vertices, members in any order, unknown ones skipped.</summary>
/// <remarks>
/// <code>{"type":"FeatureCollection","features":[{"type":"Feature","id":7,"properties":{"MA_XA":28249.0,"ten":"P. Đạo Thạnh","ghi_chu":null},
///  "geometry":{"coordinates":[[[106.37903,10.40495,0.0],…]],"type":"Polygon"}}]}</code>
/// </remarks>
internal static class GeoJsonReader
{
    private const int MaxDepth = 32;
    private const int MaxFeatures = 20_000;
    private const int MaxText = 200;

    /// <summary>The features, or why there are none.</summary>
    public static (IReadOnlyList<GeoFeature> Features, int Vertices, BoundaryProblem? Trouble) Read(ReadOnlySpan<byte> file, int maxVertices, CancellationToken cancellationToken)
    {
        if (file.StartsWith(Encoding.UTF8.Preamble)) file = file[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(file, new JsonReaderOptions { MaxDepth = MaxDepth });
        var walk = new Walk(maxVertices, cancellationToken);
        try
        {
            return walk.Collection(ref reader) is { } features
                ? (features, walk.Vertices, null)
                : ([], walk.Vertices, new(BoundaryProblemKind.NotGeoJson, true));
        }
        catch (JsonException exception)
        {
            return ([], walk.Vertices, new(BoundaryProblemKind.NotJson, true) { Number = exception.LineNumber + 1 });
        }
        catch (InvalidOperationException)
        {
            // Text that is not UTF-8.
            return ([], walk.Vertices, new(BoundaryProblemKind.NotJson, true) { Number = 1 });
        }
        catch (TooManyException)
        {
            return ([], walk.Vertices, new(BoundaryProblemKind.TooManyVertices, true) { Number = maxVertices });
        }
    }

    private sealed class TooManyException : Exception;

    private sealed class Walk(int maxVertices, CancellationToken cancellationToken)
    {
        public int Vertices { get; private set; }

        public List<GeoFeature>? Collection(ref Utf8JsonReader reader)
        {
            List<GeoFeature>? features = null;
            var isCollection = false;
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return SkipAll(ref reader);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                if (name == "type") isCollection = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("FeatureCollection");
                if (name == "features" && reader.TokenType == JsonTokenType.StartArray) features = Features(ref reader);
                else reader.Skip();
            }

            // What follows the end is trouble, too.
            while (reader.Read())
            {
            }

            return isCollection ? features : null;
        }

        private static List<GeoFeature>? SkipAll(ref Utf8JsonReader reader)
        {
            while (reader.Read())
            {
            }

            return null;
        }

        private List<GeoFeature> Features(ref Utf8JsonReader reader)
        {
            var features = new List<GeoFeature>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (features.Count == MaxFeatures) throw new TooManyException();
                if (reader.TokenType == JsonTokenType.StartObject) features.Add(Feature(ref reader));
                else reader.Skip();
            }

            return features;
        }

        private GeoFeature Feature(ref Utf8JsonReader reader)
        {
            var properties = new Dictionary<string, string>(StringComparer.Ordinal);
            string? id = null;
            IReadOnlyList<IReadOnlyList<Coordinate[]>>? polygons = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                switch (name)
                {
                    case "properties" when reader.TokenType == JsonTokenType.StartObject:
                        Properties(ref reader, properties);
                        break;
                    case "geometry" when reader.TokenType == JsonTokenType.StartObject:
                        polygons = Geometry(ref reader);
                        break;
                    case "id":
                        id = Text(ref reader);
                        break;
                    default:
                        reader.Skip();
                        break;
                }
            }

            if (id is not null) properties.TryAdd("id", id);
            return new(properties, polygons);
        }

        private static void Properties(ref Utf8JsonReader reader, Dictionary<string, string> properties)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!.Trim().ToLowerInvariant();
                reader.Read();
                if (Text(ref reader) is { Length: > 0 } text && properties.Count < 100) properties.TryAdd(name, text);
            }
        }

        // Numbers without a needless ".0": tables make floats of codes.
        private static string? Text(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    var text = reader.GetString()!.Trim();
                    return text.Length > MaxText ? text[..MaxText] : text;
                case JsonTokenType.Number:
                    return reader.TryGetDecimal(out var number) ? number.ToString("0.##########", CultureInfo.InvariantCulture) : null;
                default:
                    reader.Skip();
                    return null;
            }
        }

        private List<IReadOnlyList<Coordinate[]>>? Geometry(ref Utf8JsonReader reader)
        {
            string? type = null;
            object? coordinates = null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString();
                reader.Read();
                if (name == "type" && reader.TokenType == JsonTokenType.String) type = reader.GetString();
                else if (name == "coordinates" && reader.TokenType == JsonTokenType.StartArray) coordinates = Nested(ref reader);
                else reader.Skip();
            }

            return type switch
            {
                "Polygon" => Polygon(coordinates) is { } polygon ? [polygon] : null,
                "MultiPolygon" when coordinates is List<object> list => list.Select(Polygon).ToList() is var parts && parts.TrueForAll(p => p is not null) ? [.. parts.Select(p => p!)] : null,
                _ => null,
            };
        }

        private static List<Coordinate[]>? Polygon(object? coordinates)
        {
            if (coordinates is not List<object> rings) return null;
            var polygon = new List<Coordinate[]>(rings.Count);
            foreach (var ring in rings)
            {
                if (ring is not List<object> places || !places.TrueForAll(p => p is Coordinate)) return null;
                polygon.Add([.. places.Cast<Coordinate>()]);
            }

            return polygon;
        }

        // A place, or a list of what stands deeper.
        private object Nested(ref Utf8JsonReader reader)
        {
            var list = new List<object>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (reader.TokenType == JsonTokenType.Number)
                {
                    var x = reader.GetDouble();
                    if (!reader.Read() || reader.TokenType != JsonTokenType.Number) throw new JsonException();
                    var y = reader.GetDouble();
                    while (reader.Read() && reader.TokenType == JsonTokenType.Number)
                    {
                        // Heights are not drawn.
                    }

                    if (reader.TokenType != JsonTokenType.EndArray || !double.IsFinite(x) || !double.IsFinite(y) || list.Count > 0) throw new JsonException();
                    if (++Vertices > maxVertices) throw new TooManyException();
                    return new Coordinate(x, y);
                }

                if (reader.TokenType == JsonTokenType.StartArray) list.Add(Nested(ref reader));
                else reader.Skip();
            }

            return list;
        }
    }
}
