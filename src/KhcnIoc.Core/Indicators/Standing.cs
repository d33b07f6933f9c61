namespace KhcnIoc.Core.Indicators;

/// <summary>How a figure stands against its target path; computed, never typed in.</summary>
public enum Standing { Unknown, Met, OnPath, Watch, Behind }

/// <summary>How current a figure is, judged against its indicator's own cadence.</summary>
public enum DataState { Fresh, Late, Stale, Missing, Error }

/// <summary>How exactly the source puts a value.</summary>
public enum ValueQualifier { Exact, AtLeast, AtMost, About }

/// <summary>Why a figure has no standing, so that the screen can say it.</summary>
public enum StandingReason
{
    /// <summary>It has one.</summary>
    None,
    NoFigure,
    NoTarget,

    /// <summary>There is a target, but no path to it yet: no baseline before the first target.</summary>
    NoPath,

    /// <summary>The source counts differently from the plan ("không cùng cách tính").</summary>
    OtherMethod,

    /// <summary>A sum whose parts have not all reported ("ít nhất N").</summary>
    Incomplete,

    /// <summary>A flow with a hole in its year ("thiếu tháng 2").</summary>
    Gap,

    /// <summary>A count or sum of a commune, for which the plans set no path.</summary>
    NotJudgedHere,

    /// <summary>Last year's total of a flow, shown until the year's first figure.</summary>
    LastYear,
}

/// <summary>The texts that API and page attributes use for the enums of this folder.</summary>
public static class StandingCodes
{
    public static string ToCode(this Standing standing) => standing switch
    {
        Standing.Met => "met",
        Standing.OnPath => "on-path",
        Standing.Watch => "watch",
        Standing.Behind => "behind",
        _ => "unknown",
    };

    public static string ToCode(this DataState state) => state switch
    {
        DataState.Fresh => "fresh",
        DataState.Late => "late",
        DataState.Stale => "stale",
        DataState.Error => "error",
        _ => "missing",
    };
}
