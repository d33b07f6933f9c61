using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Pages.Indicators;

/// <summary>What the page says of the indicator and its figure, in sentences and small tables.</summary>
internal sealed partial class IndicatorWords(PageContext context, ViewFactory factory, Indicator indicator, FigureState figure)
{
    private readonly CultureInfo _culture = context.Culture;

    public Indicator Indicator => indicator;

    public bool IsFlow => indicator.Kind == IndicatorKind.Flow;

    public string AreaName(string code) => factory.AreaName(code, _culture);

    public string Value(decimal value, ValueQualifier qualifier = ValueQualifier.Exact) =>
        Wording.WithUnit(Wording.Sign(qualifier) + Wording.Number(value, indicator.Decimals, _culture), Wording.UnitOf(indicator, _culture), _culture);

    public string Time(Period period) => Wording.Time(period, _culture, context.At);

    public static string Date(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    /// <summary>The last day before an instant, for what ends at it.</summary>
    public static string Day(DateTimeOffset end) => Date(ProvinceCalendar.DayOf(end.AddTicks(-1)));

    /// <summary>"≥ 60 %", "10–15 %": as the plan words it.</summary>
    public string TargetNumber(Target target, bool withSign = true, bool withUnit = true)
    {
        var number = Wording.Short(target.Value, _culture);
        if (target is { Operator: TargetOperator.Between, ValueMax: { } upper }) number += "–" + Wording.Short(upper, _culture);
        var sign = target.Operator switch { TargetOperator.AtLeast when withSign => "≥\u00a0", TargetOperator.MoreThan => ">\u00a0", _ => "" };
        return sign + (withUnit ? Wording.WithUnit(number, Wording.UnitOf(indicator, _culture), _culture) : number);
    }

    /// <summary>The same for the chart, whose axis has the unit.</summary>
    public string TargetLabel(Target target) => indicator.UnitVi == "%" ? TargetNumber(target) : TargetNumber(target, withUnit: false);

    public string TargetSentence(Target target) => target.Year is { } year
        ? context.T("Indicators.Target.Dated", TargetNumber(target), Year(year))
        : context.T("Indicators.Target.Undated", TargetNumber(target));

    /// <summary>The standing with what it compares, and how old the figure is where that matters.</summary>
    public MarkedSentence Standing()
    {
        // The tile lets the age take the gap's place; here both are said.
        var words = factory.Words(figure, _culture, context.At);
        var judged = factory.Words(figure with { DataState = DataState.Fresh }, _culture, context.At);
        var text = figure.Value is not { } value ? context.T("Indicators.Standing.NoFigure")
            : figure.Standing == Core.Indicators.Standing.Unknown ? context.T("Indicators.Standing.Unknown", words.Standing, judged.Gap)
            : figure.PathAtPeriodEnd is { } path ? context.T("Indicators.Standing.Judged", words.Standing, words.Time, Value(path), Value(value, figure.Qualifier), judged.Gap)
            : context.T("Indicators.Standing.Unknown", words.Standing, judged.Gap);
        if (figure is { Value: not null, Standing: Core.Indicators.Standing.Met, JudgedTarget: { } met }) text += " " + TargetSentence(met);
        var age = figure.DataState == DataState.Stale ? words.Gap : words.Age;
        if (figure.Value is not null && age.Length > 0) text += " " + context.T("Indicators.Standing.Age", age);
        if (figure.PathToday is { } today) text += " " + context.T("Indicators.Standing.PathToday", Value(today));
        return new(text, ViewFactory.MarkOf(figure));
    }

    /// <summary>"Cần +1,8 điểm/tháng để đạt 60 % cuối 2025", or why it cannot be said.</summary>
    public string Pace()
    {
        if (figure.RequiredPacePerMonth is { } pace && figure.NextTarget is { Year: { } year } target)
        {
            var today = ProvinceCalendar.DayOf(context.At);
            if (IsFlow && context.Board.PathOf(indicator.Code)?.ValueAt(new DateOnly(today.Year, 12, 31)) is { } amount)
                return context.T("Indicators.Pace.Flow", PerMonth(pace), Value(amount), Year(today.Year));
            return context.T("Indicators.Pace.Needed", PerMonth(pace), TargetNumber(target, withSign: false), Year(year));
        }

        var key = figure.NextTarget is null ? "NoTarget"
            : figure.Value is null ? "NoFigure"
            : figure.Standing == Core.Indicators.Standing.Unknown ? "NotJudged"
            : figure.NextTarget.Year is null ? "Undated"
            : StandingReached() ? "Reached" : "NoTime";
        return context.T("Indicators.Pace." + key);
    }

    /// <summary>The pace of the last three periods beside it.</summary>
    public string LastPaces(HistoryLines own)
    {
        var paces = RequiredPace.LastPaces(PaceHistory(own), 3);
        return paces.Count == 0 ? "" : context.T("Indicators.Pace.Last", paces.Count, string.Join("; ", paces.Select(PerMonth)));
    }

    // A figure of the minute moves too little in a minute to say anything about a month: the last one of each month counts.
    private List<(DateTimeOffset At, decimal Value)> PaceHistory(HistoryLines own)
    {
        IEnumerable<(DateTimeOffset At, decimal Value)> points = figure.Origin == FigureOrigin.Reported && !IsFlow
            ? own.Counted.Select(p => (p.At, p.Value))
            : figure.History.Select(p => (p.At, p.Value));
        if (indicator.Cadence is not (Cadence.Realtime or Cadence.Daily)) return [.. points];
        return [.. points.GroupBy(p => ProvinceCalendar.ToLocal(p.At.AddTicks(-1)) is var local ? (local.Year, local.Month) : default).Select(g => g.Last())];
    }

    private bool StandingReached() => figure is { Value: { } value, NextTarget: { } target }
        && (indicator.Direction == Direction.Up ? value >= target.Value : value <= target.Value);

    private string PerMonth(decimal pace)
    {
        // Small paces of counts would read as nothing at all.
        var shown = indicator;
        while (shown.Decimals < 2 && Math.Abs(pace) < 10 && decimal.Round(pace, shown.Decimals) != pace && (indicator.IsCount ? shown.Decimals < 1 : Math.Abs(pace) < 0.1m))
            shown = shown with { Decimals = shown.Decimals + 1 };
        var rounded = decimal.Round(pace, shown.Decimals, MidpointRounding.AwayFromZero);
        var sign = rounded > 0 ? "+" : rounded < 0 ? "−" : "";
        return context.T("Indicators.PerMonth", sign + Wording.Amount(pace, shown, _culture));
    }

    private static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);
}
