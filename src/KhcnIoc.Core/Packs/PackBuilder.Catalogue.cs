using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Packs;

internal sealed partial class PackBuilder
{
    private static readonly Dictionary<string, Direction> s_directions = new() { ["up"] = Direction.Up, ["down"] = Direction.Down };
    private static readonly Dictionary<string, IndicatorKind> s_kinds = new() { ["stock"] = IndicatorKind.Stock, ["flow"] = IndicatorKind.Flow };
    private static readonly Dictionary<string, Aggregation> s_aggregations = new()
    {
        ["province-only"] = Aggregation.ProvinceOnly,
        ["weighted-mean"] = Aggregation.WeightedMean,
        ["sum"] = Aggregation.Sum,
    };

    private static readonly Dictionary<string, Breakdown> s_breakdowns = new()
    {
        ["none"] = Breakdown.None,
        ["commune"] = Breakdown.Commune,
        ["agency"] = Breakdown.Agency,
        ["both"] = Breakdown.Both,
    };

    private static readonly Dictionary<string, Breakdown> s_splits = new() { ["commune"] = Breakdown.Commune, ["agency"] = Breakdown.Agency };
    private static readonly Dictionary<string, RollUpPolicy> s_policies = new()
    {
        ["reported-then-rolled-up"] = RollUpPolicy.ReportedThenRolledUp,
        ["reported-only"] = RollUpPolicy.ReportedOnly,
        ["rolled-up-only"] = RollUpPolicy.RolledUpOnly,
    };

    private static readonly Dictionary<string, Cadence> s_cadences = new()
    {
        ["realtime"] = Cadence.Realtime,
        ["daily"] = Cadence.Daily,
        ["monthly"] = Cadence.Monthly,
        ["quarterly"] = Cadence.Quarterly,
        ["yearly"] = Cadence.Yearly,
    };

    private static readonly Dictionary<string, DayOfWeek> s_days = new()
    {
        ["mon"] = DayOfWeek.Monday,
        ["tue"] = DayOfWeek.Tuesday,
        ["wed"] = DayOfWeek.Wednesday,
        ["thu"] = DayOfWeek.Thursday,
        ["fri"] = DayOfWeek.Friday,
        ["sat"] = DayOfWeek.Saturday,
        ["sun"] = DayOfWeek.Sunday,
    };

    private static readonly Dictionary<string, string> s_agencyKinds =
        new[] { "department", "police", "party", "institution", "commune-level", "other" }.ToDictionary(k => k);

    private void ReadCatalogue()
    {
        ReadUnits();
        ReadDomains();
        ReadAgencies(Shared);
        ReadAgencies(_province);
        ReadIndicators();
    }

    private void ReadUnits()
    {
        if (OpenList(Shared, "units", "units") is not { } items)
        {
            _unitCodes.MarkIncomplete();
            return;
        }

        foreach (var item in items)
        {
            var code = item.Code("code");
            _unitCodes.Add(item, "code", code);
            item.Text("meaning");
            if (item.Flag("whole")) _wholeUnits.Add(code);
            item.Done();
        }
    }

    private void ReadDomains()
    {
        if (OpenList(Shared, "domains", "domains") is not { } items)
        {
            _domainCodes.MarkIncomplete();
            return;
        }

        foreach (var item in items)
        {
            var domain = new Domain(item.Code("code"), item.Text("nameVi"), item.Text("nameEn"), item.Text("shortVi"), item.Text("shortEn"));
            _domainCodes.Add(item, "code", domain.Code);
            _domains.Add(domain);
            item.Done();
        }
    }

    private void ReadAgencies(string folder)
    {
        if (OpenList(folder, "agencies", "agencies") is not { } items)
        {
            _agencyCodes.MarkIncomplete();
            return;
        }

        foreach (var item in items)
        {
            var agency = new Agency
            {
                Code = item.Code("code"),
                Name = item.Text("name"),
                ShortName = item.Text("shortName", 40),
                Kind = item.Choice("kind", s_agencyKinds),
                NamedIn = item.Text("namedIn"),
            };
            if (agency.Code == AllAgencies) item.Report("code", $"\"{AllAgencies}\" is reserved for reporting duties");
            _agencyCodes.Add(item, "code", agency.Code);
            _agencies.TryAdd(agency.Code, agency);
            item.Done();
        }
    }

    private void ReadIndicators()
    {
        if (OpenList(Shared, "indicators", "indicators") is not { } items)
        {
            _indicatorCodes.MarkIncomplete();
            return;
        }

        Dictionary<int, int> importanceLines = [];
        foreach (var item in items)
        {
            var indicator = ReadIndicator(item);
            item.Done();
            if (indicator.Importance is { } place && !importanceLines.TryAdd(place, item.Line))
                item.Report("importance", $"\"importance\" {place} stands twice; it is already given to the indicator on line {importanceLines[place]}");
            _indicatorCodes.Add(item, "code", indicator.Code);
            if (_indicators.TryAdd(indicator.Code, indicator)) _catalogue.Add(indicator);
        }
    }

    private Indicator ReadIndicator(PackObject item)
    {
        var cadence = item.Choice("cadence", s_cadences);
        var aggregation = item.Choice("aggregation", s_aggregations);
        var breakdown = item.Choice("breakdown", s_breakdowns);
        var indicator = new Indicator
        {
            Code = item.Code("code"),
            NameVi = item.Text("nameVi"),
            NameEn = item.Text("nameEn"),
            ShortVi = item.Text("shortVi", 40),
            Domain = item.Text("domain"),
            Importance = item.OptionalWhole("importance", 1, 999),
            Unit = item.Text("unit"),
            UnitVi = item.Text("unitVi", 40),
            UnitEn = item.Text("unitEn", 40),
            Direction = item.Choice("direction", s_directions),
            Kind = item.Choice("kind", s_kinds),
            Decimals = item.Whole("decimals", 0, 4),
            Min = item.OptionalNumber("min"),
            Max = item.OptionalNumber("max"),
            Aggregation = aggregation,
            Weight = item.OptionalText("weight", 40),
            Breakdown = breakdown,
            RollUpFrom = item.OptionalChoice("rollUpFrom", s_splits, breakdown == Breakdown.Both ? Breakdown.None : breakdown),
            RollUpPolicy = item.OptionalChoice("rollUpPolicy", s_policies, RollUpPolicy.ReportedThenRolledUp),
            LeadAgency = item.Text("leadAgency"),
            LeadAgencyAssumed = item.Flag("leadAgencyAssumed"),
            Cadence = cadence,
            PublicationLag = TimeSpan.FromDays(item.OptionalWhole("publicationLagDays", 0, 730) ?? 0),
            WatchBand = item.OptionalNumber("watchBand", 0.0001m),
            WorkingTime = item.OptionalObject("workingTime") is { } time ? ReadWorkingTime(time) : null,
            DescriptionVi = item.Text("descriptionVi", 1000),
        };

        _domainCodes.Check(item, "domain", indicator.Domain);
        _unitCodes.Check(item, "unit", indicator.Unit);
        _agencyCodes.Check(item, "leadAgency", indicator.LeadAgency);
        CheckRollUp(item, indicator);
        if (indicator.Min >= indicator.Max) item.Report("max", $"\"max\" is {Invariant(indicator.Max!.Value)}; it must be above \"min\", which is {Invariant(indicator.Min!.Value)}");
        if (indicator.Decimals > 0 && _wholeUnits.Contains(indicator.Unit))
            item.Report("decimals", $"\"decimals\" is {indicator.Decimals}; the unit \"{indicator.Unit}\" has whole numbers only, so it must be 0");
        if (indicator.WorkingTime is not null && cadence is not (Cadence.Realtime or Cadence.Daily))
            item.Report("workingTime", "\"workingTime\" is for realtime and daily indicators only");
        return indicator;
    }

    private static void CheckRollUp(PackObject item, Indicator indicator)
    {
        if (indicator.Aggregation == Aggregation.WeightedMean && indicator.Weight.Length == 0 && !item.Has("weight"))
            item.Report("aggregation", "a weighted-mean needs the key \"weight\": population, or what the senders weigh by");
        if (indicator.Aggregation != Aggregation.WeightedMean && indicator.Weight.Length > 0)
            item.Report("weight", $"\"weight\" is \"{indicator.Weight}\", but only a weighted-mean has a weight");
        if (indicator.Aggregation == Aggregation.ProvinceOnly != (indicator.Breakdown == Breakdown.None) && item.Has("breakdown") && item.Has("aggregation"))
            item.Report("breakdown", "\"breakdown\" must be none for province-only, and commune, agency or both for weighted-mean and sum");
        if (indicator.Breakdown == Breakdown.Both && !item.Has("rollUpFrom"))
            item.Report("breakdown", "a breakdown by both needs the key \"rollUpFrom\": commune or agency, the split that feeds the province");
        if (indicator.Breakdown != Breakdown.Both && item.Has("rollUpFrom") && indicator.RollUpFrom != indicator.Breakdown)
            item.Report("rollUpFrom", "\"rollUpFrom\" must be one of the indicator's splits");
        if (indicator.Weight == "population" && indicator.Breakdown is not (Breakdown.Commune or Breakdown.Both))
            item.Report("weight", "\"weight\" population needs a breakdown by commune: agencies have no inhabitants");
    }

    private static WorkingTime? ReadWorkingTime(PackObject time)
    {
        HashSet<DayOfWeek> days = [];
        foreach (var node in time.List("days"))
        {
            if (!s_days.TryGetValue(node.Text, out var day)) time.Report(node, $"\"days\" holds {node.Describe()}; allowed are {Suggestion.Join(s_days.Keys)}");
            else if (!days.Add(day)) time.Report(node, $"\"days\" holds \"{node.Text}\" twice");
        }

        if (time.Has("days") && days.Count == 0) time.Report("days", "\"days\" names no day");
        var (from, to) = (ReadTime(time, "from"), ReadTime(time, "to"));
        if (to <= from) time.Report("to", "\"to\" must be later than \"from\" on the same day");
        time.Done();
        return from is null || to is null ? null : new WorkingTime(days, from.Value, to.Value);
    }

    private static TimeOnly? ReadTime(PackObject time, string key)
    {
        var text = time.Text(key);
        if (text.Length == 0) return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)) return value;
        time.Report(key, $"\"{key}\" is \"{text}\"; a time is written \"07:30\"");
        return null;
    }
}
