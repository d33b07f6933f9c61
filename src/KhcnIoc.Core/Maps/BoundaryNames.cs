using System.Globalization;
using System.Text;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Maps;

/// <summary>How a feature was recognised.</summary>
internal enum BoundaryMatchKind { None, ByCode, ByName, Ambiguous }

/// <param name="Kind">How.</param>
/// <param name="Area">Area code; empty where there is none.</param>
/// <param name="Label">What the file calls it.</param>
/// <param name="NameArea">Where the code decided: the commune that the name means, if another.</param>
internal sealed record BoundaryMatch(BoundaryMatchKind Kind, string Area, string Label, string NameArea = "");

/// <summary>Recognises communes by code or name, however a file may call its columns.</summary>
internal sealed class BoundaryNames
{
    private const int CodeLength = 5;
    private static readonly string[] s_codes = ["code", "ma_xa", "maxa", "ma", "ma_dvhc", "madvhc", "maxaphuong", "ma_phuong_xa", "ward_code", "commune_code", "gso_id", "gso_code", "code_vn", "id"];
    private static readonly string[] s_names = ["name_vi", "name", "ten", "ten_xa", "tenxa", "ten_dvhc", "tendvhc", "ten_day_du", "full_name", "fullname", "ward_name", "commune_name", "ten_phuong_xa", "ten_tinh_xa", "title"];

    private readonly HashSet<string> _codes;

    // From the strictest reading of a name to the loosest; the first that knows it decides.
    private readonly List<(Func<string, string> Read, Dictionary<string, HashSet<string>> Communes)> _readings;

    public BoundaryNames(IReadOnlyList<Area> communes)
    {
        _codes = [.. communes.Select(c => c.Code)];
        _readings =
        [
            (Plain, Index(communes, c => c.Names.Select(n => Plain(n.Name)))),
            (Plain, Index(communes, c => [Plain(c.ShortName)])),
            (SearchIndex.Fold, Index(communes, c => c.Names.Select(n => SearchIndex.Fold(n.Name)))),
            // "Phương Thịnh" is a whole name although it begins like a kind.
            (SearchIndex.Fold, Index(communes, c => [SearchIndex.Fold(c.ShortName)])),
            (WithoutKind, Index(communes, c => [SearchIndex.Fold(c.ShortName)])),
        ];
    }

    public BoundaryMatch Find(IReadOnlyDictionary<string, string> properties)
    {
        var code = s_codes.Select(key => properties.GetValueOrDefault(key)).OfType<string>().Select(AsCode).FirstOrDefault(_codes.Contains);
        var named = s_names.Select(key => properties.GetValueOrDefault(key)).OfType<string>().ToList();
        var label = named.FirstOrDefault() ?? s_codes.Select(key => properties.GetValueOrDefault(key)).OfType<string>().FirstOrDefault() ?? properties.Values.FirstOrDefault() ?? "";
        if (label.Length > 60) label = label[..60];

        // Any text may be the name where the column is called something else.
        var found = named.Concat(properties.Where(p => !s_names.Contains(p.Key)).Select(p => p.Value)).Select(Meant).FirstOrDefault(m => m.Count > 0) ?? [];
        if (code is not null)
        {
            var other = named.Select(Meant).FirstOrDefault(m => m.Count > 0);
            return new(BoundaryMatchKind.ByCode, code, label, other is null || other.Contains(code) ? "" : other.Order(StringComparer.Ordinal).First());
        }

        return found.Count switch
        {
            0 => new(BoundaryMatchKind.None, "", label),
            1 => new(BoundaryMatchKind.ByName, found.First(), label),
            _ => new(BoundaryMatchKind.Ambiguous, "", label),
        };
    }

    private HashSet<string> Meant(string name)
    {
        foreach (var (read, communes) in _readings)
        {
            if (communes.TryGetValue(read(name), out var codes)) return codes;
        }

        return [];
    }

    private static Dictionary<string, HashSet<string>> Index(IReadOnlyList<Area> communes, Func<Area, IEnumerable<string>> names)
    {
        var index = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var commune in communes)
        {
            foreach (var name in names(commune))
            {
                if (!index.TryGetValue(name, out var codes)) index[name] = codes = new(StringComparer.Ordinal);
                codes.Add(commune.Code);
            }
        }

        return index;
    }

    // "28249", "VN-28249" and what is left of "01234" in a table of numbers.
    private static string AsCode(string text)
    {
        var digits = new string([.. text.Where(char.IsAsciiDigit)]);
        return digits.Length is 0 or > CodeLength ? text : digits.PadLeft(CodeLength, '0');
    }

    private static string Plain(string name) => string.Join(' ', name.Normalize(NormalizationForm.FormC).ToLower(CultureInfo.InvariantCulture).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    // "p" and "x" stand for phường and xã.
    private static string WithoutKind(string name)
    {
        var folded = SearchIndex.Fold(name);
        foreach (var kind in (ReadOnlySpan<string>)["phuong ", "xa ", "dac khu ", "thi tran ", "p ", "x "])
        {
            if (folded.StartsWith(kind, StringComparison.Ordinal)) return folded[kind.Length..];
        }

        return folded;
    }
}
