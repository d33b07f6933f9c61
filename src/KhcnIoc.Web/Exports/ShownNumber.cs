using System.Globalization;
using System.Text.RegularExpressions;

namespace KhcnIoc.Web.Exports;

/// <summary>A number as a page shows it, taken apart: exports carry the number and what stands around its digits.</summary>
/// <param name="Value">Rounded to the decimals that are shown.</param>
/// <param name="Decimals">Decimals shown.</param>
/// <param name="Prefix">What stands before the digits: "≥", "ít nhất ", "+", the minus of a negative number.</param>
/// <param name="Suffix">What stands after them: " %", "/12".</param>
internal sealed record ShownNumber(decimal Value, int Decimals, string Prefix = "", string Suffix = "")
{
    private const int MostDecimals = 6;

    /// <summary>Invariant digits with exactly the decimals shown: <c>-1234.50</c>.</summary>
    public string Invariant => Value.ToString("F" + Decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Whether the page shows more than the number: a qualifier, a sign that is not the number's, words.</summary>
    /// <param name="unit">The unit that stands elsewhere.</param>
    public bool HasMore(string unit) => Prefix != (Value < 0 ? "-" : "") || (Suffix.Trim() is { Length: > 0 } rest && rest != unit);

    /// <summary>The number inside a text, at given decimals; without prefix and suffix where the text does not show it.</summary>
    public static ShownNumber Of(string text, decimal number, int decimals, CultureInfo culture) => Find(text, number, decimals, culture) ?? Plain(number, decimals);

    /// <summary>The number inside a text, at as many decimals as the text shows; <see langword="null"/> = the text does not show it.</summary>
    public static ShownNumber? Of(string text, decimal number, CultureInfo culture)
    {
        for (var decimals = MostDecimals; decimals >= 0; decimals--)
        {
            if (Find(text, number, decimals, culture) is { } found) return found;
        }

        return null;
    }

    /// <summary>The number that a text is, such as a tile's value; <see langword="null"/> = it is none.</summary>
    public static ShownNumber? Parse(string text, CultureInfo culture)
    {
        if (!decimal.TryParse(text, NumberStyles.Number, culture, out var number)) return null;
        var at = text.LastIndexOf(culture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal);
        return Plain(number, at < 0 ? 0 : text.Length - at - 1);
    }

    private static ShownNumber Plain(decimal number, int decimals) => new(Rounded(number, decimals), decimals, number < 0 ? "-" : "");

    private static ShownNumber? Find(string text, decimal number, int decimals, CultureInfo culture)
    {
        var value = Rounded(number, decimals);
        var digits = Math.Abs(value).ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), culture);

        // Not a piece of a longer number: 2 is not in 12, in 1,2 or in 2.000.
        var match = Regex.Match(text, $@"(?<![0-9]|[0-9][.,]){Regex.Escape(digits)}(?![0-9]|[.,][0-9])", RegexOptions.CultureInvariant);
        return match.Success ? new(value, decimals, text[..match.Index], text[(match.Index + match.Length)..]) : null;
    }

    // As pages round (Wording.Number): halves away from zero.
    private static decimal Rounded(decimal number, int decimals) => decimal.Round(number, decimals, MidpointRounding.AwayFromZero);
}
