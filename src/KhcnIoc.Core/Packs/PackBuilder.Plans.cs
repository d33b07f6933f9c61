using System.Globalization;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Packs;

internal sealed partial class PackBuilder
{
    private static readonly int[] s_targetYears = [2025, 2030, 2035, 2040, 2045];
    private static readonly Dictionary<string, TargetOperator> s_operators = new()
    {
        ["="] = TargetOperator.Equal,
        [">="] = TargetOperator.AtLeast,
        [">"] = TargetOperator.MoreThan,
        ["between"] = TargetOperator.Between,
    };

    private static readonly Dictionary<string, string> s_dutyCadences =
        new[] { "monthly", "quarterly", "twice-yearly", "yearly", "ad-hoc" }.ToDictionary(c => c);

    private Dictionary<string, IReadOnlyList<Target>> ReadPlans()
    {
        if (OpenList(_province, "plans", "plans") is { } plans)
        {
            foreach (var item in plans)
            {
                var plan = new Plan
                {
                    Code = item.Text("code", 64),
                    TitleVi = item.Text("titleVi"),
                    HoldsFrom = item.Date("holdsFrom"),
                    PrintedDate = item.OptionalText("printedDate"),
                    Note = item.OptionalText("note"),
                };
                CheckPartialDate(item, "printedDate", plan.PrintedDate);
                _planCodes.Add(item, "code", plan.Code);
                _plans.TryAdd(plan.Code, plan);
                item.Done();
            }
        }
        else
        {
            _planCodes.MarkIncomplete();
        }

        Dictionary<(string, int?), int> lines = [];
        List<Target> targets = [];
        foreach (var item in OpenList(_province, "targets", "targets") ?? [])
        {
            var target = ReadTarget(item);
            item.Done();
            if (target.Indicator.Length > 0 && !lines.TryAdd((target.Indicator, target.Year), item.Line))
                item.Report($"the target of \"{target.Indicator}\" for {(target.Year is { } year ? year.ToString(CultureInfo.InvariantCulture) : "no year")} stands twice; it is already on line {lines[(target.Indicator, target.Year)]}");
            targets.Add(target);
        }

        return targets.GroupBy(t => t.Indicator).ToDictionary(
            g => g.Key, IReadOnlyList<Target> (g) => [.. g.OrderBy(t => t.Year ?? int.MaxValue)], StringComparer.Ordinal);
    }

    private Target ReadTarget(PackObject item)
    {
        var target = new Target
        {
            Plan = item.Text("plan"),
            Indicator = item.Text("indicator"),
            Year = item.OptionalWhole("year", 1, 9999),
            Operator = item.Choice("operator", s_operators),
            Value = item.Number("value"),
            ValueMax = item.OptionalNumber("valueMax"),
            Section = item.Text("section"),
            Note = item.OptionalText("note"),
            NoteVi = item.OptionalText("noteVi"),
        };
        _planCodes.Check(item, "plan", target.Plan);
        _indicatorCodes.Check(item, "indicator", target.Indicator);
        CheckUnit(item, item.Text("unit"), target.Indicator);
        if (target.Year is { } year && !s_targetYears.Contains(year))
            item.Report("year", $"\"year\" is {year}; a target year is one of {string.Join(", ", s_targetYears)}");
        if (item.Has("value")) CheckValue(item, "value", target.Value, target.Indicator);
        if (target.ValueMax is { } max)
        {
            CheckValue(item, "valueMax", max, target.Indicator);
            if (target.Operator != TargetOperator.Between) item.Report("valueMax", "\"valueMax\" stands only with the operator between");
            else if (max <= target.Value) item.Report("valueMax", $"\"valueMax\" is {Invariant(max)}; it must be above \"value\", which is {Invariant(target.Value)}");
        }
        else if (target.Operator == TargetOperator.Between && !item.Has("valueMax"))
        {
            item.Report("operator", "the operator between needs the key \"valueMax\"");
        }

        return target;
    }

    private List<Milestone> ReadMilestones()
    {
        List<Milestone> milestones = [];
        foreach (var item in OpenList(_province, "milestones", "milestones") ?? [])
        {
            var milestone = new Milestone
            {
                Code = item.Code("code"),
                Plan = item.Text("plan"),
                TitleVi = item.Text("titleVi"),
                TitleEn = item.Text("titleEn"),
                Year = item.OptionalWhole("year", 2025, 2045),
                Section = item.Text("section"),
                Note = item.OptionalText("note"),
            };
            _milestoneCodes.Add(item, "code", milestone.Code);
            _planCodes.Check(item, "plan", milestone.Plan);
            milestones.Add(milestone);
            item.Done();
        }

        return milestones;
    }

    private List<ReportingDuty> ReadReporting()
    {
        List<ReportingDuty> duties = [];
        foreach (var item in OpenList(_province, "reporting", "duties") ?? [])
        {
            var duty = new ReportingDuty
            {
                Plan = item.Text("plan"),
                Who = item.Text("who"),
                To = item.Text("to"),
                WhatVi = item.Text("whatVi"),
                Cadence = item.Choice("cadence", s_dutyCadences),
                Due = item.OptionalText("due"),
                Section = item.Text("section"),
            };
            _planCodes.Check(item, "plan", duty.Plan);
            if (duty.Who != AllAgencies) _agencyCodes.Check(item, "who", duty.Who);
            if (duty.To != AllAgencies) _agencyCodes.Check(item, "to", duty.To);
            duties.Add(duty);
            item.Done();
        }

        return duties;
    }

    private Dictionary<string, Baseline> ReadBaselines()
    {
        Dictionary<string, Baseline> baselines = new(StringComparer.Ordinal);
        foreach (var item in OpenList(_province, "baselines", "baselines") ?? [])
        {
            var indicator = item.Text("indicator");
            var baseline = new Baseline(item.Number("value"), item.Date("date"), item.Text("source"));
            _indicatorCodes.Check(item, "indicator", indicator);
            if (item.Has("value")) CheckValue(item, "value", baseline.Value, indicator);
            if (indicator.Length > 0 && !baselines.TryAdd(indicator, baseline)) item.Report("indicator", $"the baseline of \"{indicator}\" stands twice");
            item.Done();
        }

        return baselines;
    }

    // "2025", "2025-09" or "2025-09-24": as far as the source says.
    private static void CheckPartialDate(PackObject item, string key, string text)
    {
        if (text.Length > 0 && (!Period.TryParse(text, out var period) || period.Kind is not (PeriodKind.Year or PeriodKind.Month or PeriodKind.Day)))
            item.Report(key, $"\"{key}\" is \"{text}\"; a date is written \"2025\", \"2025-09\" or \"2025-09-24\"");
    }
}
