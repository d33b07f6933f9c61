using System.Globalization;
using System.Text;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Packs;

public enum SearchKind { Indicator, Commune, Agency, Document, Figure }

/// <summary>One thing found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Code">Indicator, area, agency code, or document number in the store; for <see cref="SearchKind.Figure"/> the indicator.</param>
/// <param name="Area">For <see cref="SearchKind.Figure"/> the area; else empty.</param>
/// <param name="TitleVi">What it is called.</param>
/// <param name="TitleEn">In English where it has an English name, else Vietnamese.</param>
/// <param name="DetailVi">What distinguishes it: domain, former name, publisher.</param>
public sealed record SearchHit(SearchKind Kind, string Code, string Area, string TitleVi, string TitleEn, string DetailVi);

/// <summary>Finds indicators, communes, agencies and documents by words without regard to diacritics and case. Immutable, thread-safe.</summary>
/// <remarks>
/// Every word must fit: as a word, as the beginning of one, or from three letters on inside of one. Order: a whole name or code, the beginning of a name, words,
/// inside of words; documents, of which there are many, come behind all else but where their whole title or number was typed (docs/rules.md, "Search").
/// </remarks>
public sealed class SearchIndex
{
    /// <summary>Figures that "vneid tan phu" may give at most.</summary>
    public const int MostFigures = 5;

    private const int LongestText = 100;
    private const int MostWords = 12;
    private readonly List<Entry> _entries;
    private readonly WordIndex _pack;
    private readonly IReadOnlyList<(int Id, string Title, string Detail)> _documents;
    private readonly WordIndex _documentWords;

    /// <param name="day">Communes are called as on this day; without it by their newest name. All their names are found.</param>
    public SearchIndex(ProvincePack pack, IReadOnlyList<(int Id, string Title, string Detail)> documents, DateOnly? day = null)
    {
        ArgumentNullException.ThrowIfNull(pack);
        ArgumentNullException.ThrowIfNull(documents);
        _entries = [.. pack.Catalogue.Select(i => Of(i, pack)), .. pack.Communes.Select(c => Of(c, pack, day ?? DateOnly.MaxValue)), .. pack.Agencies.Values.Select(Of)];
        _pack = new([.. _entries.Select(e => e.Names)]);
        _documents = documents;
        _documentWords = new([.. documents.Select(d => Names(d.Title, d.Detail))]);
    }

    /// <summary>How well all words fit an entry; smaller is better.</summary>
    private enum Tier { Name, NameStart, Words, Inside, None }

    /// <summary>Best first. "vneid tan phu" names an indicator and a commune: the figure of both comes first.</summary>
    /// <param name="text">What was typed; at most 100 letters and 12 words count.</param>
    /// <param name="take">At most so many.</param>
    public IReadOnlyList<SearchHit> Find(string text, int take)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = Fold(text.Length > LongestText ? text[..LongestText] : text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MostWords) words = words[..MostWords];
        if (words.Length == 0 || take <= 0) return [];

        var matches = words.Select(_pack.Match).ToArray();
        var (all, anyOfPack) = Rank(_pack, words, matches, take, e => (int)_entries[e].Hit.Kind);
        var (documents, _) = Rank(_documentWords, words, words.Select(_documentWords.Match).ToArray(), take, _ => (int)SearchKind.Document);

        // What fits one thing in full is that thing: "tan phu" is a commune, not the indicator with "tan" in that commune.
        var figures = anyOfPack || words.Length < 2 ? [] : Figures(words, matches);
        var found = all.Select(f => (f.Tier, Hit: _entries[f.Entry].Hit))
            .Concat(documents.Select(f => (f.Tier == Tier.NameStart ? Tier.Words : f.Tier, Hit: Document(f.Entry))))
            .OrderBy(f => f.Item1);
        return [.. figures.Concat(found.Select(f => f.Hit)).Take(take)];
    }

    /// <summary>Lower case without diacritics, đ as d, anything but letters and digits as one space.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var folded = new StringBuilder(text.Length);
        var gap = false;
        foreach (var letter in Whole(text).Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) continue;
            if (!char.IsLetterOrDigit(letter))
            {
                gap = folded.Length > 0;
                continue;
            }

            if (gap) folded.Append(' ');
            gap = false;
            folded.Append(letter is 'đ' or 'Đ' ? 'd' : char.ToLowerInvariant(letter));
        }

        return folded.ToString();
    }

    // A text cut in the middle of a pair, or sent so, cannot be normalized.
    private static string Whole(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsSurrogatePair(text, i)) return string.Concat(text.Where(c => !char.IsSurrogate(c)));
            i++;
        }

        return text;
    }

    // The best entries, and whether any of them fits by names or beginnings of words alone.
    private static (IReadOnlyList<(int Entry, Tier Tier)> Best, bool Any) Rank(WordIndex index, string[] words, WordMatch[][] matches, int take, Func<int, int> kindOf)
    {
        var tiers = new Tier[index.Count];
        var worst = new PriorityQueue<int, long>();
        var any = false;
        for (var entry = 0; entry < tiers.Length; entry++) tiers[entry] = TierOf(matches, 0, matches.Length, entry).Tier;
        Promote(index, string.Join(' ', words), tiers);

        for (var entry = 0; entry < tiers.Length; entry++)
        {
            if (tiers[entry] == Tier.None) continue;
            any |= tiers[entry] < Tier.Inside;
            var whole = TierOf(matches, 0, matches.Length, entry).Whole;
            // Smaller is better: the tier, the kind, more whole words, the pack's order. The queue gives up its smallest first, so all is negated.
            var order = ((((long)tiers[entry] * 8) + kindOf(entry)) * 16 + (MostWords - whole)) * int.MaxValue + entry;
            if (worst.Count < take) worst.Enqueue(entry, -order);
            else worst.EnqueueDequeue(entry, -order);
        }

        var best = new (int, Tier)[worst.Count];
        for (var i = best.Length - 1; i >= 0; i--)
        {
            var entry = worst.Dequeue();
            best[i] = (entry, tiers[entry]);
        }

        return (best, any);
    }

    private static (Tier Tier, int Whole) TierOf(WordMatch[][] matches, int from, int to, int entry)
    {
        var (tier, whole) = (Tier.Words, 0);
        for (var i = from; i < to; i++)
        {
            var match = matches[i][entry];
            if (match == WordMatch.None) return (Tier.None, 0);
            if (match == WordMatch.Inside) tier = Tier.Inside;
            if (match == WordMatch.Whole) whole++;
        }

        return (tier, whole);
    }

    private static void Promote(WordIndex index, string text, Tier[] tiers)
    {
        foreach (var (entry, whole) in index.NamesFrom(text))
        {
            var tier = whole ? Tier.Name : Tier.NameStart;
            if (tier < tiers[entry]) tiers[entry] = tier;
        }
    }

    // Splits the words in two, an indicator and a commune in either order, and takes the split that both fit best.
    private List<SearchHit> Figures(string[] words, WordMatch[][] matches)
    {
        var best = (Order: int.MaxValue, Indicators: new List<Entry>(), Communes: new List<Entry>());
        for (var split = 1; split < words.Length; split++)
        {
            var (front, back) = (Part(words, matches, 0, split), Part(words, matches, split, words.Length));
            foreach (var (indicatorPart, communePart) in new[] { (front, back), (back, front) })
            {
                var indicators = indicatorPart.Where(p => p.Entry.SplitByCommune).ToList();
                var communes = communePart.Where(p => p.Entry.Hit.Kind == SearchKind.Commune && p.Tier < Tier.Inside).ToList();
                if (indicators.Count == 0 || communes.Count == 0) continue;

                var order = (indicators.Min(p => p.Order) * 100) + communes.Min(p => p.Order);
                if (order >= best.Order) continue;
                var indicatorTier = indicators.Min(p => p.Tier);
                var closest = communes.MinBy(p => p.Order);
                best = (
                    order,
                    [.. indicators.Where(p => p.Tier == indicatorTier).OrderBy(p => p.Order).Select(p => p.Entry)],
                    // Beside Tân Phú also Tân Phú Đông, whose name has only begun, but not Tân Phước.
                    [.. communes.Where(p => p.Whole >= closest.Whole && (p.Tier == closest.Tier || p.Tier <= Tier.NameStart)).OrderBy(p => p.Order).Select(p => p.Entry)]);
            }
        }

        return [.. best.Indicators.SelectMany(i => best.Communes.Select(c => Figure(i.Hit, c.Hit))).Take(MostFigures)];
    }

    private List<(Entry Entry, Tier Tier, int Whole, int Order)> Part(string[] words, WordMatch[][] matches, int from, int to)
    {
        var tiers = new Tier[_entries.Count];
        for (var i = 0; i < tiers.Length; i++) tiers[i] = TierOf(matches, from, to, i).Tier;
        Promote(_pack, string.Join(' ', words[from..to]), tiers);

        var fitting = new List<(Entry, Tier, int, int)>();
        for (var i = 0; i < tiers.Length; i++)
        {
            if (tiers[i] == Tier.None) continue;
            var whole = TierOf(matches, from, to, i).Whole;
            fitting.Add((_entries[i], tiers[i], whole, ((int)tiers[i] * 20) + MostWords - whole));
        }

        return fitting;
    }

    private static SearchHit Figure(SearchHit indicator, SearchHit commune) => new(
        SearchKind.Figure, indicator.Code, commune.Code, $"{indicator.TitleVi} · {commune.TitleVi}", $"{indicator.TitleEn} · {commune.TitleEn}", commune.DetailVi);

    private SearchHit Document(int index)
    {
        var (id, title, detail) = _documents[index];
        return new(SearchKind.Document, id.ToString(CultureInfo.InvariantCulture), "", title, title, detail);
    }

    private static Entry Of(Indicator indicator, ProvincePack pack)
    {
        var domain = pack.Domains.FirstOrDefault(d => d.Code == indicator.Domain)?.NameVi ?? "";
        return new(
            new(SearchKind.Indicator, indicator.Code, "", indicator.NameVi, indicator.NameEn, domain),
            Names(indicator.ShortVi, indicator.NameVi, indicator.NameEn, indicator.Code),
            indicator.Breakdown.HasFlag(Breakdown.Commune));
    }

    private static Entry Of(Area commune, ProvincePack pack, DateOnly day)
    {
        var name = commune.NameOn(day).Name;
        var merged = commune.Predecessors.Select(p => pack.Areas.GetValueOrDefault(p)?.Names[^1].Name ?? p);
        var former = commune.FormerProvince is { } province ? pack.Areas.GetValueOrDefault(province)?.ShortName : null;
        var others = commune.Names.Select(n => n.Name).Where(n => n != name).Concat(merged).ToList();
        return new(
            new(SearchKind.Commune, commune.Code, "", name, name, string.Join(" · ", former is null ? others : others.Append(former))),
            Names([commune.ShortName, name, .. others, commune.Code]),
            SplitByCommune: false);
    }

    private static Entry Of(Agency agency) => new(
        new(SearchKind.Agency, agency.Code, "", agency.Name, agency.Name, agency.ShortName == agency.Name ? "" : agency.ShortName),
        Names(agency.ShortName, agency.Name, agency.Code),
        SplitByCommune: false);

    // "Sở KH&CN" is found as "kh cn" and as "khcn".
    private static List<string> Names(params IEnumerable<string> texts)
    {
        var names = new List<string>();
        foreach (var text in texts)
        {
            Add(Fold(text));
            if (text.Contains('&', StringComparison.Ordinal)) Add(Fold(text.Replace("&", "", StringComparison.Ordinal)));
        }

        return names;

        void Add(string name)
        {
            if (name.Length > 0 && !names.Contains(name)) names.Add(name);
        }
    }

    private sealed record Entry(SearchHit Hit, List<string> Names, bool SplitByCommune);
}
