using System.Globalization;
using System.Text;

namespace KhcnIoc.Web.Exports.Paper;

/// <summary>The product's own font, for paper and pictures: widths, what it can show, its files. Thread-safe; read at first use.</summary>
internal sealed class PaperFonts
{
    public const string Family = "Be Vietnam Pro";

    private static readonly int[] s_weights = [500, 600, 700];

    // What the font has no letter for.
    private static readonly Dictionary<char, string> s_instead = new()
    {
        ['→'] = "›",
        ['←'] = "‹",
        ['↑'] = "+",
        ['↓'] = "−",
        ['▲'] = "+",
        ['▼'] = "−",
        ['■'] = "•",
        ['●'] = "•",
        ['○'] = "•",
        ['◌'] = "–",
        ['Σ'] = "S",
        ['∑'] = "S",
        ['\u202f'] = "\u00a0",
        ['\u2009'] = "\u00a0",
        ['\u2007'] = "\u00a0",
        ['′'] = "'",
        ['″'] = "\"",
        ['✓'] = "·",
        ['\t'] = " ",
        ['\n'] = " ",
        ['\r'] = "",
        ['\u200b'] = "",
        ['\u200c'] = "",
        ['\u200d'] = "",
        ['\ufeff'] = "",
        ['\u2060'] = "",
        ['\u00ad'] = "",
    };

    private readonly string _assets;
    private readonly Lazy<Dictionary<int, FontFace>> _faces;
    private readonly Lazy<string> _style;

    public PaperFonts(IWebHostEnvironment environment)
        : this(Path.Combine(environment.WebRootPath ?? "", "assets"))
    {
    }

    /// <param name="assets">Where the build puts fonts: TrueType in <c>fonts-paper</c>, for browsers beside it.</param>
    public PaperFonts(string assets)
    {
        _assets = assets;
        // Files that come later are found: a failed reading is not kept.
        _faces = new(() => s_weights.ToDictionary(w => w, w => new FontFace(Read(Path.Combine("fonts-paper", $"be-vietnam-pro-{w}.ttf")))), LazyThreadSafetyMode.PublicationOnly);
        _style = new(MakeStyle, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>Width of a cleaned text, in the unit of the size.</summary>
    public double Width(string text, double size, int weight)
    {
        var face = _faces.Value[weight];
        var width = 0d;
        foreach (var c in text) width += face.Width(c);
        return width * size;
    }

    /// <summary>The text composed (letters with their marks) and with something readable for what the font cannot show.</summary>
    public string Clean(string text)
    {
        var face = _faces.Value[500];
        var composed = text.IsNormalized() ? text : text.Normalize();
        if (composed.All(face.Has)) return composed;
        var clean = new StringBuilder(composed.Length);
        foreach (var c in composed)
        {
            if (face.Has(c)) clean.Append(c);
            else if (s_instead.TryGetValue(c, out var instead)) clean.Append(instead);
            else if (!char.IsLowSurrogate(c)) clean.Append(char.IsControl(c) ? ' ' : '?');
        }

        return clean.ToString();
    }

    /// <summary>Font faces for a picture that stands alone, with the fonts inside.</summary>
    public string Style => _style.Value;

    public FontFace Face(int weight) => _faces.Value[weight];

    /// <summary>The weight there is for the one that is asked for.</summary>
    public static int Nearest(int weight) => weight >= 700 ? 700 : weight >= 600 ? 600 : 500;

    private byte[] Read(string file)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(_assets, file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FontsMissingException(file, exception);
        }
    }

    private string MakeStyle()
    {
        var style = new StringBuilder();
        foreach (var weight in s_weights)
        {
            foreach (var (set, range) in new[]
            {
                ("latin", "U+0000-00FF,U+2000-206F,U+20AC,U+2212,U+2264-2265"),
                ("vietnamese", "U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB"),
            })
            {
                var font = Convert.ToBase64String(Read($"be-vietnam-pro-{set}-{weight}.woff2"));
                style.Append(CultureInfo.InvariantCulture, $"@font-face{{font-family:\"{Family}\";font-weight:{weight};src:url(data:font/woff2;base64,{font}) format(\"woff2\");unicode-range:{range}}}");
            }
        }

        return style.ToString();
    }
}

/// <summary>A font that paper and pictures need is not there: the web assets were not built or not delivered.</summary>
internal sealed class FontsMissingException(string file, Exception cause) : Exception($"The font {file} cannot be read.", cause);
