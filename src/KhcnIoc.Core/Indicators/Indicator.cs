namespace KhcnIoc.Core.Indicators;

/// <summary>How often an indicator is expected to have a new figure.</summary>
public enum Cadence { Realtime, Daily, Monthly, Quarterly, Yearly }

/// <summary>A level at a moment, or an amount inside a period.</summary>
public enum IndicatorKind { Stock, Flow }

/// <summary>Which way is better. All of today's plans ask for more.</summary>
public enum Direction { Up, Down }

/// <summary>How parts (communes, agencies) become the province's figure.</summary>
public enum Aggregation
{
    /// <summary>Only the province as a whole is reported.</summary>
    ProvinceOnly,

    /// <summary>Mean of the parts, weighted by <see cref="Indicator.Weight"/>.</summary>
    WeightedMean,

    /// <summary>Sum of all parts.</summary>
    Sum,
}

/// <summary>Into which parts an indicator is split.</summary>
[Flags]
public enum Breakdown { None = 0, Commune = 1, Agency = 2, Both = Commune | Agency }

/// <summary>Which figure the province shows when both exist (DESIGN, "Reported or rolled up").</summary>
public enum RollUpPolicy
{
    /// <summary>Reported while fresh or late, else the roll-up from 80 % of its weight, else the younger, marked.</summary>
    ReportedThenRolledUp,

    /// <summary>Always the reported figure.</summary>
    ReportedOnly,

    /// <summary>Always the roll-up.</summary>
    RolledUpOnly,
}

/// <summary>A quantity of the plan.</summary>
/// <remarks>Units: percentages are 0 to 100, indices as printed, counts whole; values have at most four decimals.</remarks>
public sealed record Indicator
{
    /// <summary>Stable slug, e.g. <c>coverage-5g</c>.</summary>
    public required string Code { get; init; }
    public required string NameVi { get; init; }
    public required string NameEn { get; init; }

    /// <summary>Short Vietnamese name for dense places (strip, legends).</summary>
    public required string ShortVi { get; init; }

    /// <summary>Slug of the domain: infrastructure, resources, science-technology, innovation, digital-transformation.</summary>
    public required string Domain { get; init; }

    /// <summary>Place in the order of the first wall page, 1 first; <see langword="null"/> = only on the pages of its domain.</summary>
    public int? Importance { get; init; }

    /// <summary>Unit code, e.g. <c>percent</c>, <c>count-per-year</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The unit as it is shown in Vietnamese, e.g. "%", "DN".</summary>
    public required string UnitVi { get; init; }

    /// <summary>The unit as it is shown in English.</summary>
    public required string UnitEn { get; init; }
    public required Direction Direction { get; init; }
    public required IndicatorKind Kind { get; init; }

    /// <summary>Decimals shown, 0 to 4.</summary>
    public required int Decimals { get; init; }
    public required Aggregation Aggregation { get; init; }

    /// <summary>What a weighted mean is weighted by: <c>population</c> comes from the pack, any other with the observation; empty where there is no mean.</summary>
    public string Weight { get; init; } = "";
    public required Breakdown Breakdown { get; init; }

    /// <summary>The split that feeds the province where there are two.</summary>
    public Breakdown RollUpFrom { get; init; }
    public RollUpPolicy RollUpPolicy { get; init; }
    public required string LeadAgency { get; init; }

    /// <summary>True where no plan names the lead agency.</summary>
    public bool LeadAgencyAssumed { get; init; }
    public required Cadence Cadence { get; init; }

    /// <summary>How long after the end of its period a figure is normally published.</summary>
    public TimeSpan PublicationLag { get; init; }

    /// <summary>Definition in Vietnamese.</summary>
    public required string DescriptionVi { get; init; }

    /// <summary>Smallest possible value; <see langword="null"/> = no bound.</summary>
    public decimal? Min { get; init; }

    /// <summary>Greatest possible value; <see langword="null"/> = no bound.</summary>
    public decimal? Max { get; init; }

    /// <summary>Overrides the watch band of the standing rule, in the indicator's unit.</summary>
    public decimal? WatchBand { get; init; }

    /// <summary>Working hours and days of realtime and daily feeds; <see langword="null"/> = always.</summary>
    public WorkingTime? WorkingTime { get; init; }

    public bool IsPercent => Unit.StartsWith("percent", StringComparison.Ordinal);
    public bool IsCount => Unit.StartsWith("count", StringComparison.Ordinal);
}

/// <summary>When a feed works, local time of Asia/Ho_Chi_Minh.</summary>
/// <param name="Days">Days of week on which it works.</param>
/// <param name="From">Start of the working day.</param>
/// <param name="To">End of the working day, after <paramref name="From"/>.</param>
public sealed record WorkingTime(IReadOnlySet<DayOfWeek> Days, TimeOnly From, TimeOnly To);

/// <summary>How a plan words a target.</summary>
public enum TargetOperator { Equal, AtLeast, MoreThan, Between }

/// <summary>A plan's value for 31 December of a year, or without a year from the plan's date on.</summary>
public sealed record Target
{
    public required string Indicator { get; init; }

    /// <summary>Code of the plan, e.g. <c>283/KH-UBND</c>.</summary>
    public required string Plan { get; init; }

    /// <summary>2025, 2030, 2035, 2040, 2045; <see langword="null"/> = the plan names no year.</summary>
    public int? Year { get; init; }
    public required TargetOperator Operator { get; init; }

    /// <summary>In the indicator's unit; the lower end for <see cref="TargetOperator.Between"/>.</summary>
    public required decimal Value { get; init; }

    /// <summary>Upper end, only for <see cref="TargetOperator.Between"/>; shown, never judged by.</summary>
    public decimal? ValueMax { get; init; }

    /// <summary>Section of the plan.</summary>
    public required string Section { get; init; }

    /// <summary>What is odd about it, contradictions of the plan among them, in English; empty where nothing is.</summary>
    public string Note { get; init; } = "";

    /// <summary>The same in Vietnamese.</summary>
    public string NoteVi { get; init; } = "";
}

/// <summary>A plan goal without a number: done or not done, with evidence.</summary>
public sealed record Milestone
{
    public required string Code { get; init; }
    public required string Plan { get; init; }
    public required string TitleVi { get; init; }
    public required string TitleEn { get; init; }
    public int? Year { get; init; }
    public required string Section { get; init; }
    public string Note { get; init; } = "";
}

/// <summary>A plan of the province.</summary>
public sealed record Plan
{
    public required string Code { get; init; }
    public required string TitleVi { get; init; }

    /// <summary>The date from which its undated targets hold: the printed date, else the earliest possible one.</summary>
    public required DateOnly HoldsFrom { get; init; }

    /// <summary>The date as far as it is printed: "2025-09-24", "2025" or empty.</summary>
    public string PrintedDate { get; init; } = "";
    public string Note { get; init; } = "";
}

/// <summary>Where a target path starts before the first target.</summary>
/// <param name="Value">In the indicator's unit.</param>
/// <param name="Date">The day it is about.</param>
/// <param name="Source">Document, or the observation it came from.</param>
public sealed record Baseline(decimal Value, DateOnly Date, string Source);

/// <summary>Who must report what to whom, and when.</summary>
public sealed record ReportingDuty
{
    public required string Plan { get; init; }
    public required string Who { get; init; }
    public required string To { get; init; }
    public required string WhatVi { get; init; }
    public required string Cadence { get; init; }
    public string Due { get; init; } = "";
    public required string Section { get; init; }
}
