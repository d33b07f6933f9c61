using System.Text.Json;
using KhcnIoc.Core.Areas;

namespace KhcnIoc.Core.Maps;

/// <summary>The form in which imported boundaries are stored.</summary>
public static class StoredGeometry
{
    /// <summary>The most that a province's shapes may take, in bytes.</summary>
    public const int MaxBytes = 300 * 1024;

    private static readonly JsonSerializerOptions s_options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string Write(MapGeometry map) => JsonSerializer.Serialize(new Stored(map.Width, map.Height, map.Outline, map.Shapes), s_options);

    /// <summary>The map of a version; <see langword="null"/> = it cannot be read, or it is of other communes.</summary>
    public static MapGeometry? Read(BoundaryVersion version, IReadOnlyList<Area> communes)
    {
        try
        {
            if (JsonSerializer.Deserialize<Stored>(version.GeometryJson, s_options) is not { Shapes: { } shapes, Outline: { } outline, Width: > 0, Height: > 0 } stored) return null;
            if (!shapes.Select(s => s.Area).ToHashSet(StringComparer.Ordinal).SetEquals(communes.Select(c => c.Code))) return null;
            return new()
            {
                Version = version.Id,
                Attribution = version.Attribution,
                ValidFrom = version.ValidFrom,
                Width = stored.Width,
                Height = stored.Height,
                Outline = outline,
                Shapes = shapes,
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Stored(double Width, double Height, string Outline, IReadOnlyList<MapShape> Shapes);
}
