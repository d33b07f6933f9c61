using System.Globalization;
using System.Resources;

namespace KhcnIoc.Web.Resources;

/// <summary>The texts that people see: Vietnamese in <c>{Slice}.resx</c>, English in <c>{Slice}.en.resx</c>. Thread-safe.</summary>
/// <remarks>
/// The part of a key before its first dot names the file where there is one of that name (<c>Indicators.Path</c> stands in <c>Indicators.resx</c>); all else stands in <c>Texts.resx</c>.
/// The culture is a parameter, not the thread's: one process draws both languages at once. A missing key fails the tests and shows as itself.
/// </remarks>
public sealed class Texts
{
    private const string Prefix = "KhcnIoc.Web.Resources.", Suffix = ".resources", Common = "Texts";

    /// <summary>By name of the file.</summary>
    internal static IReadOnlyDictionary<string, ResourceManager> Managers { get; } = typeof(Texts).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
        .Select(name => name[Prefix.Length..^Suffix.Length])
        .ToDictionary(name => name, name => new ResourceManager(Prefix + name, typeof(Texts).Assembly), StringComparer.Ordinal);

    private Texts() { }

    public static string Of(CultureInfo culture, string key)
    {
        var dot = key.IndexOf('.', StringComparison.Ordinal);
        var manager = dot > 0 && Managers.TryGetValue(key[..dot], out var slice) ? slice : Managers[Common];
        return manager.GetString(key, culture) ?? key;
    }

    public static string Of(CultureInfo culture, string key, params ReadOnlySpan<object?> values) => string.Format(culture, Of(culture, key), values);
}
