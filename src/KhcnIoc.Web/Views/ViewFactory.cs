using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Resources;

namespace KhcnIoc.Web.Views;

/// <summary>Turns figures into texts and shapes. Formats only: everything it says was decided in the core. Thread-safe.</summary>
public sealed class ViewFactory(ProvincePack pack)
{
    /// <summary>Names above this many letters need two lines of the smallest size on a wall of twelve tiles.</summary>
    private const int LongName = 38;

    /// <summary>Above this they would not fit even then, and the catalogue's short name stands for them.</summary>
    private const int LongestName = 49;

    private static readonly string[] s_marks = ["behind", "watch", "stale", "error", "unknown", "missing", "met", "on-path"];

    /// <summary>All that a tile shows.</summary>
    /// <param name="links">Addresses that carry a moment of the past; without them those of the present.</param>
    public ViewPart Tile(string id, TileDefinition tile, FigureState state, CultureInfo culture, DateTimeOffset now, Links? links = null)
    {
        ArgumentNullException.ThrowIfNull(tile);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(culture);
        var indicator = pack.Indicators[tile.Indicator];
        var has = state.Value is not null;
        var (line, way, dot) = Shapes.Spark(state, now);
        var scale = Shapes.Scale(indicator, state.Value, state.PathToday, state.NextTarget?.Value);
        var value = has ? Wording.Number(state.Value!.Value, indicator.Decimals, culture) : Texts.Of(culture, "Tile.NoValue");
        var unit = Wording.UnitOf(indicator, culture);
        var today = Shapes.Percent(state.PathToday, scale);
        var next = Shapes.Percent(state.NextTarget?.Value, scale);
        var others = has ? [] : Others(state, indicator, culture, now);
        if (!has && others.Length == 0) others = [Instead(state, indicator, culture)];
        var name = NameOf(indicator, tile, culture, now);
        var area = tile.Area.Length == 0 ? pack.Province.Code : tile.Area;
        links ??= Links.Present(culture);
        var origin = links.Figure(new(tile.Indicator, area, tile.Agency));

        return new(id, new Dictionary<string, string>(48)
        {
            [Slots.Name] = name,
            [Slots.HrefName] = area == pack.Province.Code && tile.Agency.Length == 0 ? links.Indicator(tile.Indicator) : origin,
            [Slots.Value] = value,
            [Slots.HrefValue] = origin,
            [Slots.Qualifier] = !has ? "" : state.AtLeast ? Texts.Of(culture, "Qualifier.AtLeastSum") : Wording.Sign(state.Qualifier),
            [Slots.Unit] = has ? unit : "",
            [Slots.Mark] = "#m-" + MarkOf(state),
            [Slots.Gap] = Gap(state, indicator, culture),
            [Slots.Standing] = Texts.Of(culture, "Standing." + state.Standing.ToCode()),
            [Slots.Target] = Target(state, culture),
            [Slots.Path] = state.PathToday is { } path && has ? Texts.Of(culture, "Path.Today", Wording.Number(path, indicator.Decimals, culture)) : "",
            [Slots.Time] = has && state.Period is { } period ? Wording.Time(period, culture, now) : "",
            [Slots.Age] = has ? Age(state, culture) : "",
            [Slots.Note] = has ? Note(state, indicator, culture) : "",
            [Slots.Source] = has ? Source(state, culture) : "",
            [Slots.Simulated] = state.Simulated && has ? Texts.Of(culture, "Tile.Simulated") : "",
            [Slots.SparkLine] = line,
            [Slots.SparkWay] = way,
            [Slots.SparkDot] = dot,
            [Slots.Fill] = Shapes.Percent(state.Value, scale),
            [Slots.TodayX1] = today,
            [Slots.TodayX2] = today,
            [Slots.TodayVisibility] = state.PathToday is null ? "hidden" : "visible",
            [Slots.NextX1] = next,
            [Slots.NextX2] = next,
            [Slots.NextVisibility] = state.NextTarget is null ? "hidden" : "visible",
            [Slots.OtherArea0] = others.Length > 0 ? others[0].Area : "",
            [Slots.OtherValue0] = others.Length > 0 ? others[0].Value : "",
            [Slots.HrefOther0] = OtherHref(0),
            [Slots.OtherTime0] = others.Length > 0 ? others[0].Time : "",
            [Slots.OtherArea1] = others.Length > 1 ? others[1].Area : "",
            [Slots.OtherValue1] = others.Length > 1 ? others[1].Value : "",
            [Slots.HrefOther1] = OtherHref(1),
            [Slots.OtherTime1] = others.Length > 1 ? others[1].Time : "",
            [Slots.AttributeIndicator] = tile.Indicator,
            [Slots.AttributeArea] = area,
            [Slots.AttributeAgency] = tile.Agency,
            [Slots.AttributeStanding] = state.Standing.ToCode(),
            [Slots.AttributeState] = state.DataState.ToCode(),
            [Slots.AttributeSimulated] = state.Simulated && has ? "true" : "false",
            [Slots.AttributeFigure] = has ? "own" : "none",
            [Slots.AttributeLength] = value.Length switch { > 9 => "longer", > 6 => "long", _ => "" },
            [Slots.AttributeName] = name.Length > LongName ? "long" : "",
            [Slots.AttributeUnit] = unit.Length > 6 || (unit.Length > 1 && unit.Length + value.Length > 8) ? "long" : "",
        });

        // A target that stands in for a figure has no origin to lead to.
        string OtherHref(int index) => !has && index < state.Comparisons.Count ? links.Figure(new(tile.Indicator, state.Comparisons[index].Area)) : "";
    }

    /// <summary>What pages say of a figure, in the words of its tile.</summary>
    internal FigureWords Words(FigureState state, CultureInfo culture, DateTimeOffset now)
    {
        var slots = Tile("", new TileDefinition { Indicator = state.Key.Indicator, Area = state.Key.Area, Agency = state.Key.Agency, X = 0, Y = 0 }, state, culture, now).Slots;
        return new(
            slots[Slots.Value], slots[Slots.Unit], slots[Slots.Qualifier], MarkOf(state), slots[Slots.Gap], slots[Slots.Standing], slots[Slots.Target], slots[Slots.Path],
            slots[Slots.Time], slots[Slots.Age], slots[Slots.Note], slots[Slots.Source], slots[Slots.Simulated]);
    }

    /// <summary>The part <c>head</c>: the province as it is called on the day, and the most overdue feed.</summary>
    public ViewPart Header(HeaderState state, CultureInfo culture, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        // Nothing has come yet: silence is not "on time".
        var silent = state.WorstFeedName is null && state.WorstState == DataState.Missing;
        var text = silent ? Texts.Of(culture, "Head.NoFeed")
            : state.WorstFeedName is not { } feed ? Texts.Of(culture, "Head.AllFresh")
            : state.WorstState == DataState.Error ? Texts.Of(culture, "Head.WorstFailed", feed)
            : Texts.Of(culture, "Head.Worst", feed, Wording.Span(state.Overdue, culture));
        return new("head", new Dictionary<string, string>
        {
            ["province"] = pack.Province.NameOn(ProvinceCalendar.DayOf(now)).Name,
            ["feed"] = text,
            ["feed-mark.href"] = silent ? "#m-missing" : state.WorstFeedName is null ? "#m-met" : state.WorstState == DataState.Error ? "#m-error" : "#m-stale",
            ["@data-state"] = state.WorstState.ToCode(),
        });
    }

    /// <summary>One part for each domain, <c>strip-{domain}</c>: a mark for each indicator of the plan, worst first.</summary>
    public IReadOnlyList<ViewPart> Strip(IReadOnlyList<FigureState> provinceFigures, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(provinceFigures);
        var figures = new Dictionary<string, FigureState>(provinceFigures.Count);
        foreach (var figure in provinceFigures)
        {
            if (figure.Key.Area == pack.Province.Code && figure.Key.Agency.Length == 0) figures[figure.Key.Indicator] = figure;
        }

        var parts = new List<ViewPart>(pack.Domains.Count);
        foreach (var domain in pack.Domains)
        {
            var marks = pack.PlanIndicators.Where(i => i.Domain == domain.Code)
                .Select(i => figures.TryGetValue(i.Code, out var figure) ? figure : new FigureState { Key = new(i.Code, pack.Province.Code) })
                .Select(MarkOf).OrderBy(m => Array.IndexOf(s_marks, m)).ToList();
            if (marks.Count == 0) continue;

            var name = Wording.IsVietnamese(culture) ? domain.ShortVi : domain.ShortEn;
            var slots = new Dictionary<string, string>((marks.Count * 2) + 2) { ["label"] = name };
            int Count(string mark) => marks.Count(m => m == mark);
            var judged = Count("behind") + Count("watch") + Count("on-path") + Count("met");
            slots["@aria-label"] = Texts.Of(
                culture, "Strip.Label", Wording.IsVietnamese(culture) ? domain.NameVi : domain.NameEn,
                Count("behind"), Count("watch"), Count("on-path"), Count("met"), marks.Count - judged);
            for (var i = 0; i < marks.Count; i++)
            {
                slots[$"m{i}.href"] = "#m-" + marks[i];
                slots[$"m{i}.data-mark"] = marks[i];
            }

            parts.Add(new("strip-" + domain.Code, slots));
        }

        return parts;
    }

    /// <summary>The part <c>banner</c>: shown while any figure on the wall is simulated.</summary>
    public ViewPart Banner(bool anySimulated, CultureInfo culture) => new("banner", new Dictionary<string, string>
    {
        ["text"] = anySimulated ? Texts.Of(culture, "Banner.Simulated") : "",
        ["@data-shown"] = anySimulated ? "true" : "false",
    });

    /// <summary>The shape of a figure: its standing, unless its age says more.</summary>
    internal static string MarkOf(FigureState state) => state.DataState switch
    {
        DataState.Error => "error",
        DataState.Missing => "missing",
        DataState.Stale => "stale",
        _ => state.Standing.ToCode(),
    };

    private string NameOf(Indicator indicator, TileDefinition tile, CultureInfo culture, DateTimeOffset now)
    {
        var name = Wording.IsVietnamese(culture) ? indicator.NameVi.Length > LongestName ? indicator.ShortVi : indicator.NameVi : indicator.NameEn;
        if (tile.Agency.Length > 0 && pack.Agencies.TryGetValue(tile.Agency, out var agency)) return $"{name} · {agency.ShortName}";
        if (tile.Area.Length > 0 && tile.Area != pack.Province.Code && pack.Areas.TryGetValue(tile.Area, out var area))
            return $"{name} · {area.NameOn(ProvinceCalendar.DayOf(now)).Name}";

        return name;
    }

    private static string Gap(FigureState state, Indicator indicator, CultureInfo culture)
    {
        if (state.Value is null) return Texts.Of(culture, "Reason.NoFigure");
        if (state.DataState == DataState.Stale) return Overdue(state, "Age.Stale", "Age.StaleNow", culture);
        if (state.Standing == Standing.Unknown) return Reason(state, culture);
        if (state.Standing == Standing.Met)
        {
            // Last year's target can be met while the tile shows the next one: then the words say which.
            return state.JudgedTarget?.Year is { } year && year != state.NextTarget?.Year
                ? Texts.Of(culture, "Gap.MetYear", year.ToString(CultureInfo.InvariantCulture))
                : Texts.Of(culture, "Gap.Met");
        }

        if (state.Gap is not { } gap) return Texts.Of(culture, "Standing." + state.Standing.ToCode());

        var rounded = decimal.Round(Math.Abs(gap), indicator.Decimals, MidpointRounding.AwayFromZero);
        if (state.Standing == Standing.OnPath && (gap <= 0 || rounded == 0)) return Texts.Of(culture, "Gap.OnPath");
        if (gap > 0) return Texts.Of(culture, "Gap.Ahead", Wording.Amount(rounded, indicator, culture));
        if (rounded == 0) return Texts.Of(culture, "Gap.ShortBelow", Wording.Amount(SmallestStep(indicator), indicator, culture));

        return Texts.Of(culture, "Gap.Short", Wording.Amount(rounded, indicator, culture));
    }

    private static decimal SmallestStep(Indicator indicator) => new(1, 0, 0, false, (byte)Math.Clamp(indicator.Decimals, 0, 4));

    private static string Reason(FigureState state, CultureInfo culture) => state.StandingReason switch
    {
        StandingReason.Gap when state.MissingMonths.Count > 0 => Texts.Of(
            culture, "Reason.Gap", Texts.Of(culture, state.MissingMonths.Count == 1 ? "Months.One" : "Months.Many", string.Join(", ", state.MissingMonths))),
        StandingReason.Gap => Texts.Of(culture, "Reason.Incomplete"),
        StandingReason.LastYear => Texts.Of(
            culture, "Reason.LastYear", state.Period is { } period ? ProvinceCalendar.ToLocal(period.Start).Year.ToString(CultureInfo.InvariantCulture) : ""),
        var reason => Texts.Of(culture, "Reason." + reason),
    };

    private static string Target(FigureState state, CultureInfo culture)
    {
        if (state.NextTarget is not { } target) return "";

        var number = Wording.Short(target.Value, culture);
        if (target is { Operator: TargetOperator.Between, ValueMax: { } upper }) number += "–" + Wording.Short(upper, culture);
        if (target.Operator == TargetOperator.MoreThan) number = ">\u00a0" + number;
        return target.Year is { } year
            ? Texts.Of(culture, "Target.Year", year.ToString(CultureInfo.InvariantCulture), number)
            : Texts.Of(culture, "Target.NoYear", number);
    }

    private static string Age(FigureState state, CultureInfo culture) => state.DataState switch
    {
        DataState.Late => Overdue(state, "Age.Late", "Age.LateNow", culture),
        DataState.Error => Texts.Of(culture, "Age.Error"),
        _ => "",
    };

    private static string Overdue(FigureState state, string key, string now, CultureInfo culture) =>
        state.Overdue >= TimeSpan.FromMinutes(1) ? Texts.Of(culture, key, Wording.Span(state.Overdue, culture)) : Texts.Of(culture, now);

    private static string Note(FigureState state, Indicator indicator, CultureInfo culture)
    {
        if (state is { Origin: FigureOrigin.RolledUp, ShareReported: { } share })
        {
            var byPopulation = indicator is { Aggregation: Aggregation.WeightedMean, Weight: "population" };
            return Texts.Of(culture, byPopulation ? "Note.SharePopulation" : "Note.ShareParts", decimal.Floor(share * 100).ToString("0", culture));
        }

        return state.Revision > 1 ? Texts.Of(culture, "Note.Revised") : "";
    }

    /// <summary>Who says so, as short as possible: the publisher, else the document, else the feed.</summary>
    private string Source(FigureState state, CultureInfo culture)
    {
        if (state.Origin == FigureOrigin.RolledUp) return Texts.Of(culture, "Source.RolledUp");
        if (state.Source is { } source)
        {
            if (source.Publisher.Length > 0) return Shorten(source.Publisher);
            if (source.Document.Length > 0) return source.Page.Length > 0 ? $"{source.Document}, tr. {source.Page}" : source.Document;
            if (source.Title.Length > 0) return source.Title;
        }

        return pack.Feeds.TryGetValue(state.Feed, out var feed)
            ? pack.Agencies.TryGetValue(feed.Agency, out var agency) ? agency.ShortName : feed.NameVi
            : state.Feed;
    }

    private string Shorten(string publisher)
    {
        foreach (var agency in pack.Agencies.Values)
        {
            if (agency.Name == publisher) return agency.ShortName;
        }

        return publisher;
    }

    private (string Area, string Value, string Time)[] Others(FigureState state, Indicator indicator, CultureInfo culture, DateTimeOffset now)
    {
        var count = Math.Min(2, state.Comparisons.Count);
        var others = new (string, string, string)[count];
        for (var i = 0; i < count; i++)
        {
            var other = state.Comparisons[i];
            var number = Wording.Sign(other.Qualifier) + Wording.Number(other.Value, indicator.Decimals, culture);
            others[i] = (AreaName(other.Area, culture), Wording.WithUnit(number, indicator.IsPercent ? "%" : "", culture), Wording.Time(other.Period, culture, now));
        }

        return others;
    }

    /// <summary>A tile of which nothing at all is known still says what the plan asks for.</summary>
    private static (string Area, string Value, string Time) Instead(FigureState state, Indicator indicator, CultureInfo culture)
    {
        if (state.NextTarget is not { } target) return (Texts.Of(culture, "Instead.NoTarget"), "", "");
        var number = Wording.Number(target.Value, decimal.Truncate(target.Value) == target.Value ? 0 : indicator.Decimals, culture);
        var label = target.Year is { } year ? Texts.Of(culture, "Instead.TargetYear", year.ToString(CultureInfo.InvariantCulture)) : Texts.Of(culture, "Instead.Target");
        return (label, Wording.WithUnit(number, Wording.UnitOf(indicator, culture), culture), "");
    }

    internal string AreaName(string code, CultureInfo culture)
    {
        if (!pack.Areas.TryGetValue(code, out var area)) return code;

        return area.Level switch
        {
            AreaLevel.Country => Texts.Of(culture, "Comparison.Country"),
            AreaLevel.Predecessor => Texts.Of(culture, "Comparison.Predecessor", WithoutOld(area.ShortName)),
            _ => area.ShortName,
        };
    }

    /// <summary>Packs may carry "Đồng Nai (cũ)" as the short name already.</summary>
    private static string WithoutOld(string name) => name.Replace(" (cũ)", "", StringComparison.OrdinalIgnoreCase).Replace(" cũ", "", StringComparison.OrdinalIgnoreCase);
}
