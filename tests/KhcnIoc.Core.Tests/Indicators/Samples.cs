using KhcnIoc.Core.Indicators;

namespace KhcnIoc.Core.Tests.Indicators;

/// <summary>Indicators, plans and paths that the rule tests share; the numbers are those of 283/KH-UBND.</summary>
internal static class Samples
{
    public static readonly IReadOnlyDictionary<string, Plan> Plans = new Dictionary<string, Plan>
    {
        ["283/KH-UBND"] = new() { Code = "283/KH-UBND", TitleVi = "Kế hoạch", HoldsFrom = new(2025, 9, 24) },
        ["KH-11/NQ-CP"] = new() { Code = "KH-11/NQ-CP", TitleVi = "Kế hoạch", HoldsFrom = new(2026, 1, 14) },
    };

    public static readonly Indicator Coverage5G = Make("coverage-5g", "percent");
    public static readonly Indicator InnovationCentres = Make("innovation-centres", "count") with { Aggregation = Aggregation.Sum };
    public static readonly Indicator TasksAccepted = Make("st-tasks-accepted", "count-per-year", IndicatorKind.Flow) with { Aggregation = Aggregation.Sum };

    public static readonly TargetPath CoveragePath = Path(Target(2025, 60), Target(2030, 100));
    public static readonly TargetPath CentresPath = Path(Target(2025, 3), Target(2030, 7), Target(2035, 12));
    public static readonly TargetPath TasksPath = Path(Target(2025, 20), Target(2030, 40), Target(2035, 80));

    public static Indicator Make(string code, string unit, IndicatorKind kind = IndicatorKind.Stock, Cadence cadence = Cadence.Quarterly) => new()
    {
        Code = code,
        NameVi = code,
        NameEn = code,
        ShortVi = code,
        Domain = "infrastructure",
        Unit = unit,
        UnitVi = "",
        UnitEn = "",
        Direction = Direction.Up,
        Kind = kind,
        Decimals = 1,
        Aggregation = Aggregation.WeightedMean,
        Breakdown = Breakdown.None,
        LeadAgency = "so-khcn",
        Cadence = cadence,
        DescriptionVi = "",
    };

    public static Target Target(int? year, decimal value, TargetOperator op = TargetOperator.AtLeast, string plan = "283/KH-UBND") =>
        new() { Indicator = "x", Plan = plan, Year = year, Operator = op, Value = value, Section = "II" };

    public static TargetPath Path(params Target[] targets) => TargetPath.Create(targets, Plans, null)!;

    public static TargetPath Path(Baseline baseline, params Target[] targets) => TargetPath.Create(targets, Plans, baseline)!;

    public static Baseline Baseline(decimal value, int year, int month, int day) => new(value, new(year, month, day), "test");
}

/// <summary>Repeatable random cases: the seed is the number that a failing message names.</summary>
internal static class Cases
{
    public static void Each(int count, Action<Random> check)
    {
        for (var seed = 0; seed < count; seed++)
        {
            try
            {
                check(new Random(seed));
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"Case {seed}: {failure.Message}", failure);
            }
        }
    }

    public static DateOnly Day(this Random random, int firstYear = Period.FirstYear, int lastYear = Period.LastYear) =>
        new DateOnly(firstYear, 1, 1).AddDays(random.Next(new DateOnly(lastYear, 12, 31).DayNumber - new DateOnly(firstYear, 1, 1).DayNumber + 1));

    /// <summary>Small, large and odd values, four decimals at most, magnitude up to 10^11.</summary>
    public static decimal Value(this Random random) => random.Next(6) switch
    {
        0 => 0,
        1 => random.Next(-100, 101),
        2 => random.NextInt64(-100_000_000_000, 100_000_000_001),
        3 => random.NextInt64(-999_999_999_999_999, 1_000_000_000_000_000) / 10_000m,
        _ => random.Next(0, 1_000_001) / 10_000m,
    };

    public static Indicator Indicator(this Random random) => Samples.Make("x", random.Pick("percent", "count", "count-per-year", "index", "per-10k-people", "gbps")) with
    {
        Kind = random.Pick(IndicatorKind.Stock, IndicatorKind.Flow),
        Direction = random.Pick(Direction.Up, Direction.Down),
        Aggregation = random.Pick(Aggregation.ProvinceOnly, Aggregation.Sum, Aggregation.WeightedMean),
        Cadence = random.Pick(Enum.GetValues<Cadence>()),
        WatchBand = random.Next(4) == 0 ? Math.Abs(random.Value()) : null,
    };

    /// <summary>Any path: dated or not, rising or not, with or without a baseline.</summary>
    public static TargetPath Path(this Random random)
    {
        var plan = random.Pick("283/KH-UBND", "KH-11/NQ-CP", "unknown");
        Target Make(int? year) => Samples.Target(year, random.Value(), random.Pick(Enum.GetValues<TargetOperator>()), plan);
        var targets = random.Next(5) == 0 ? [Make(null)] : Enumerable.Range(0, random.Next(1, 6)).Select(_ => Make(random.Next(Period.FirstYear, Period.LastYear + 1))).ToArray();
        return TargetPath.Create(targets, Samples.Plans, random.Next(2) == 0 ? null : new(random.Value(), random.Day(), "test"))!;
    }

    public static T Pick<T>(this Random random, params T[] from) => from[random.Next(from.Length)];
}
