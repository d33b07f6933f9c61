using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using KhcnIoc.Core.Maps;
using Microsoft.Extensions.Primitives;

namespace KhcnIoc.Web.Maps;

/// <summary>The shapes of a map as one file that browsers keep: pages refer to its parts, so that neither documents nor circuits carry outlines.</summary>
internal sealed class MapAssets
{
    private static readonly ConditionalWeakTable<MapGeometry, string> s_addresses = [];
    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Names the content, so that it may be kept for ever.</summary>
    public static string Address(MapGeometry geometry) => s_addresses.GetValue(geometry, g => $"/maps/{Digest(g)}.svg");

    /// <summary>Makes the file of a geometry that pages may refer to from now on.</summary>
    public void Add(MapGeometry geometry) => _files[Address(geometry)] = File(geometry);

    /// <summary>Forgets one that no page refers to any more.</summary>
    public void Remove(MapGeometry geometry) => _files.TryRemove(Address(geometry), out _);

    public IResult Get(string file, HttpContext context)
    {
        if (!_files.TryGetValue("/maps/" + file, out var content)) return Results.NotFound();
        context.Response.Headers.CacheControl = new StringValues("private, max-age=31536000, immutable");
        return Results.Bytes(content, "image/svg+xml");
    }

    private static byte[] File(MapGeometry geometry)
    {
        var svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\">");
        foreach (var shape in geometry.Shapes) svg.Append("<path id=\"c").Append(shape.Area).Append("\" vector-effect=\"non-scaling-stroke\" d=\"").Append(shape.Path).Append("\"/>");
        return Encoding.UTF8.GetBytes(svg.Append("</svg>").ToString());
    }

    private static string Digest(MapGeometry geometry) => Convert.ToHexStringLower(SHA256.HashData(File(geometry)))[..16];
}
