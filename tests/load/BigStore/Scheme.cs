using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.LoadTools;

/// <summary>Who reports what, how often, since when.</summary>
/// <param name="Every"><see langword="null"/> = instants all day long.</param>
internal sealed record Reporter(SeriesKey Series, Indicator Indicator, string Feed, Cadence? Every, DateOnly From, DateOnly To, bool Restated, string Document);

/// <summary>The reporters of a province: all indicators for its communes, the province, agencies, predecessors and the country, each by its cadence.</summary>
internal static class Scheme
{
    public static readonly DateOnly Merger = new(2025, 7, 1);
    public static readonly DateOnly First = new(2020, 1, 1);

    public static List<Reporter> Of(ProvincePack pack, DateOnly until)
    {
        var found = new List<Reporter>();
        foreach (var indicator in pack.Catalogue)
        {
            void Add(string area, string agency, string feed, Cadence? every, DateOnly from, DateOnly to, bool restated, string document) =>
                found.Add(new(new SeriesKey(indicator.Code, area, agency), indicator, feed, every, from, to, restated, document));

            var slow = indicator.Cadence is Cadence.Realtime or Cadence.Daily ? Cadence.Monthly : indicator.Cadence;
            Add("vn", "", "statistics", slow == Cadence.Monthly ? Cadence.Quarterly : slow, First, until, false, "nso");
            foreach (var old in pack.Areas.Values.Where(a => a.Level == AreaLevel.Predecessor)) Add(old.Code, "", "statistics", slow, First, Merger, false, old.Code);
            Add(pack.Province.Code, "", "statistics", slow, new(2022, 1, 1), Merger, true, pack.Province.Code);
            Add(pack.Province.Code, "", "agency-reports", slow, Merger, until, false, indicator.LeadAgency);

            foreach (var commune in pack.Communes)
            {
                Add(commune.Code, "", "commune-reports", slow, new(2022, 1, 1), Merger, true, commune.Code);
                Add(commune.Code, "", "commune-reports", slow, Merger, until, false, commune.Code);
                if (indicator.Cadence == Cadence.Daily || (indicator is { Cadence: Cadence.Monthly, Kind: IndicatorKind.Stock }))
                    Add(commune.Code, "", "one-stop", Cadence.Daily, Merger, until, false, "");
            }

            if (indicator.Breakdown.HasFlag(Breakdown.Agency) || indicator.Cadence == Cadence.Quarterly)
            {
                foreach (var agency in pack.Agencies.Keys) Add(pack.Province.Code, agency, "agency-reports", slow, Merger, until, false, agency);
            }

            if (indicator.Cadence != Cadence.Realtime) continue;
            Add(pack.Province.Code, "", "lgsp", null, Merger, until, false, "");
            foreach (var commune in pack.Communes) Add(commune.Code, "", "lgsp", null, Merger, until, false, "");
        }

        return found;
    }

    /// <summary>The periods of a cadence that begin and end inside a span.</summary>
    public static IEnumerable<Period> Periods(Cadence every, DateOnly from, DateOnly to)
    {
        for (var day = from; day < to;)
        {
            var (text, next) = every switch
            {
                Cadence.Daily => ($"{day:yyyy-MM-dd}", day.AddDays(1)),
                Cadence.Monthly => ($"{day:yyyy-MM}", new DateOnly(day.Year, day.Month, 1).AddMonths(1)),
                Cadence.Quarterly => ($"{day:yyyy}-Q{((day.Month - 1) / 3) + 1}", new DateOnly(day.Year, (((day.Month - 1) / 3) * 3) + 1, 1).AddMonths(3)),
                _ => ($"{day:yyyy}", new DateOnly(day.Year + 1, 1, 1)),
            };
            if (next <= to) yield return Period.Parse(text);
            day = next;
        }
    }
}
