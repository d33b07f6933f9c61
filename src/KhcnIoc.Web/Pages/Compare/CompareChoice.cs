using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages.Areas;

namespace KhcnIoc.Web.Pages.Compare;

/// <summary>What the address of a comparison asks for, put in order, with words for what could not be taken.</summary>
internal sealed record CompareChoice(bool OfAgencies, IReadOnlyList<string> Things, IReadOnlyList<Indicator> Indicators, IReadOnlyList<string> Notices)
{
    public const int FewestThings = 2, MostThings = 6, MostIndicators = 12, DefaultIndicators = 8;
    public const string AreasKey = "areas", AgenciesKey = "agencies", IndicatorsKey = "indicators";

    /// <summary>No indicator was asked for; these are the default ones.</summary>
    public bool ByDefault { get; init; }

    private Breakdown Split => OfAgencies ? Breakdown.Agency : Breakdown.Commune;

    public static CompareChoice Of(ProvincePack pack, BoardParts parts, PageContext context)
    {
        var notices = new List<string>();
        var (areas, agencies) = (Codes(context.Query.Get(AreasKey)), Codes(context.Query.Get(AgenciesKey)));
        var ofAgencies = areas.Count == 0 && agencies.Count > 0;
        if (areas.Count > 0 && agencies.Count > 0) notices.Add(context.T("Areas.CompareBoth"));

        var asked = ofAgencies ? agencies : areas;
        var known = asked.Where(c => ofAgencies ? pack.Agencies.ContainsKey(c) : pack.Areas.TryGetValue(c, out var area) && area.Level == AreaLevel.Commune).ToList();
        var unknown = asked.Except(known, StringComparer.Ordinal).ToList();
        if (unknown.Count > 0) notices.Add(context.T(ofAgencies ? "Areas.CompareUnknownAgencies" : "Areas.CompareUnknownAreas", string.Join(", ", unknown)));
        var things = known.Take(MostThings).ToList();
        if (known.Count > MostThings) notices.Add(context.T("Areas.CompareTooMany", MostThings, string.Join(", ", known.Skip(MostThings).Select(c => NameOf(pack, c, ofAgencies, context)))));
        if (things.Count < FewestThings) notices.Add(context.T(things.Count == 0 ? "Areas.CompareNone" : "Areas.CompareOne", FewestThings, MostThings));

        var choice = new CompareChoice(ofAgencies, things, [], notices);
        return choice.WithIndicators(pack, parts, notices, context);
    }

    /// <summary>The indicators that can be compared at all.</summary>
    public IEnumerable<Indicator> Comparable(ProvincePack pack) => pack.Catalogue.Where(i => i.Breakdown.HasFlag(Split));

    public SeriesKey KeyOf(ProvincePack pack, Indicator indicator, string thing) => OfAgencies ? new(indicator.Code, pack.Province.Code, thing) : new(indicator.Code, thing);

    public static string NameOf(ProvincePack pack, string code, bool agency, PageContext context) =>
        agency ? pack.Agencies[code].ShortName : AreaWords.NameOf(pack.Areas[code], context);

    private CompareChoice WithIndicators(ProvincePack pack, BoardParts parts, List<string> notices, PageContext context)
    {
        var asked = Codes(context.Query.Get(IndicatorsKey));
        var known = asked.Where(c => pack.Indicators.TryGetValue(c, out var i) && i.Breakdown.HasFlag(Split)).Select(c => pack.Indicators[c]).ToList();
        var unknown = asked.Where(c => !known.Exists(i => i.Code == c)).ToList();
        if (unknown.Count > 0)
        {
            var words = unknown.Select(c => pack.Indicators.TryGetValue(c, out var i) ? AreaWords.NameOf(i, context) : c);
            notices.Add(context.T(OfAgencies ? "Areas.CompareUnknownIndicatorsAgencies" : "Areas.CompareUnknownIndicatorsAreas", string.Join(", ", words)));
        }

        if (known.Count > MostIndicators) notices.Add(context.T("Areas.CompareTooManyIndicators", MostIndicators));
        return known.Count > 0
            ? this with { Indicators = [.. known.Take(MostIndicators)] }
            : this with { Indicators = Defaults(pack, parts), ByDefault = true };
    }

    // What all of them have; else what most of them have: an empty table helps nobody.
    private List<Indicator> Defaults(ProvincePack pack, BoardParts parts) =>
    [
        .. Comparable(pack).Select(i => (Indicator: i, Count: Things.Count(t => parts.TryGet(KeyOf(pack, i, t), out _))))
            .Where(i => i.Count > 0)
            .OrderByDescending(i => i.Count).ThenBy(i => i.Indicator.Importance ?? int.MaxValue)
            .Take(DefaultIndicators).Select(i => i.Indicator),
    ];

    private static List<string> Codes(string text) => [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).Take(50)];
}
