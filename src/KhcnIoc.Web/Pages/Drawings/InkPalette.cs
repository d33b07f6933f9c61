using System.Globalization;

namespace KhcnIoc.Web.Pages.Drawings;

/// <summary>Colours of inks on paper (PDF, PNG, SVG files). Screens colour by class instead (<c>exports.css</c>), where both themes have their own.</summary>
internal static class InkPalette
{
    private static readonly string[] s_steps = ["#E3EEF7", "#C3DAEC", "#9CC2DE", "#71A5CB", "#4885B4", "#286497", "#124273"];

    // Dark enough on white for lines of 1.5 units (3:1), told apart without colour vision by lightness and by the dashes that drawings give them.
    private static readonly string[] s_series = ["#14202E", "#2F6FA8", "#2E8078", "#7B5EA7", "#8C6239", "#6B7785"];

    /// <summary><c>#RRGGBB</c>; <see langword="null"/> = not drawn.</summary>
    public static string? Of(Ink ink) => ink switch
    {
        Ink.None => null,
        Ink.Paper => "#FFFFFF",
        Ink.Text => "#14202E",
        Ink.Dim => "#46535F",
        Ink.Line => "#AEB9C4",
        Ink.Grid => "#DDE3E9",
        Ink.Track => "#E6EBF0",
        Ink.OnPath => "#0B63B0",
        Ink.Watch => "#8A6100",
        Ink.Behind => "#B3261E",
        Ink.Met => "#14202E",
        Ink.Unknown => "#5B6673",
        >= Ink.Step1 and <= Ink.Step7 => s_steps[ink - Ink.Step1],
        >= Ink.Series1 and <= Ink.Series6 => s_series[ink - Ink.Series1],
        _ => throw new ArgumentOutOfRangeException(nameof(ink), ink, null),
    };

    /// <summary>Red, green and blue.</summary>
    public static (byte Red, byte Green, byte Blue)? Parts(Ink ink) => Of(ink) is { } colour
        ? (byte.Parse(colour.AsSpan(1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            byte.Parse(colour.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
            byte.Parse(colour.AsSpan(5, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture))
        : null;

    /// <summary>Name of an ink in class names: <c>on-path</c>, <c>step1</c>.</summary>
    public static string Slug(Ink ink) => ink == Ink.OnPath ? "on-path" : ink.ToString().ToLowerInvariant();
}
