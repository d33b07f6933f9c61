using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Dashboards;
using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Packs;

/// <summary>A domain of the plan: a group of indicators that shares pages.</summary>
public sealed record Domain(string Code, string NameVi, string NameEn, string ShortVi, string ShortEn);

/// <summary>What the pack says of a feed before it has ever sent.</summary>
public sealed record FeedDefinition
{
    public required string Code { get; init; }
    public required string NameVi { get; init; }

    /// <summary>Breaks ties between feeds: the smaller rank wins. Feeds the pack does not name have 100.</summary>
    public int Rank { get; init; } = 100;

    /// <summary>Agency that answers for it; empty = none named.</summary>
    public string Agency { get; init; } = "";

    /// <summary>Longest silence that is normal; <see langword="null"/> = judged by its indicators only.</summary>
    public TimeSpan? Heartbeat { get; init; }
}

/// <summary>A published figure that the pack carries; taken in at the first start through the pipeline as feed <c>published</c>.</summary>
/// <param name="Line">Line in its file, from 1.</param>
/// <param name="Fields">The fields of an observation as the API names them (indicator, area, period, value, unit, restated, method, qualifier, source.title …), as text.</param>
public sealed record PublishedFigure(int Line, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>Its file, relative to the pack root.</summary>
    public string File { get; init; } = "";
}

/// <summary>Everything the product knows of a province before the first observation. Immutable.</summary>
public sealed record ProvincePack
{
    /// <summary><c>dong-thap</c>, <c>dong-nai</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The province itself; also in <see cref="Areas"/>.</summary>
    public required Area Province { get; init; }
    public required IReadOnlyList<Domain> Domains { get; init; }

    /// <summary>All indicators of the catalogue by code.</summary>
    public required IReadOnlyDictionary<string, Indicator> Indicators { get; init; }

    /// <summary>The catalogue's order.</summary>
    public required IReadOnlyList<Indicator> Catalogue { get; init; }

    /// <summary>All areas by code: province, communes, predecessors, country, benchmarks.</summary>
    public required IReadOnlyDictionary<string, Area> Areas { get; init; }

    /// <summary>The communes of the province, by code.</summary>
    public required IReadOnlyList<Area> Communes { get; init; }
    public required IReadOnlyDictionary<string, Agency> Agencies { get; init; }
    public required IReadOnlyDictionary<string, Plan> Plans { get; init; }

    /// <summary>Targets by indicator, dated ones by year, undated last. An indicator without a target has no entry.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<Target>> Targets { get; init; }

    /// <summary>Baselines that the pack itself gives, by indicator.</summary>
    public required IReadOnlyDictionary<string, Baseline> Baselines { get; init; }
    public required IReadOnlyList<Milestone> Milestones { get; init; }
    public required IReadOnlyList<ReportingDuty> ReportingDuties { get; init; }
    public required IReadOnlyDictionary<string, FeedDefinition> Feeds { get; init; }
    public required IReadOnlyList<PublishedFigure> Published { get; init; }

    /// <summary>Dashboards by code.</summary>
    public required IReadOnlyDictionary<string, Dashboard> Dashboards { get; init; }

    /// <summary>Indicators that this province's plans set something for.</summary>
    public IEnumerable<Indicator> PlanIndicators => Catalogue.Where(i => Targets.ContainsKey(i.Code));

    public int RankOf(string feedCode) => Feeds.TryGetValue(feedCode, out var feed) ? feed.Rank : 100;
}
