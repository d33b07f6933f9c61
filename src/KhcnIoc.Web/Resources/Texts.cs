using System.Globalization;
using System.Resources;

namespace KhcnIoc.Web.Resources;

/// <summary>The texts that people see: Vietnamese in <c>Texts.resx</c>, English in <c>Texts.en.resx</c>. Thread-safe.</summary>
/// <remarks>The culture is a parameter, not the thread's: one process draws both languages at once. A missing key fails the tests and shows as itself.</remarks>
public sealed class Texts
{
    internal static ResourceManager Manager { get; } = new(typeof(Texts));

    private Texts() { }

    public static string Of(CultureInfo culture, string key) => Manager.GetString(key, culture) ?? key;

    public static string Of(CultureInfo culture, string key, params ReadOnlySpan<object?> values) => string.Format(culture, Of(culture, key), values);
}
