using KhcnIoc.Simulator.Catalogue;

namespace KhcnIoc.Simulator.Values;

/// <summary>Made-up figures that behave like real ones: a pure function of seed, indicator, part and time.</summary>
/// <remarks>
/// A level follows the plan's path with an offset of its own: about two thirds of the indicators run on path, one in five a little below, the rest
/// clearly below; among communes one in eight is far behind. The province is always the weighted mean, or the sum, of its parts, so that a reported
/// figure and the server's roll-up agree. A flow is a month's share of the year; the running month grows with the days gone.
/// </remarks>
internal sealed class ValueModel(SimCatalogue catalogue, long seed)
{
    private static readonly DateTimeOffset s_pathStart = new(2024, 1, 1, 0, 0, 0, Clockwork.Offset);
    private readonly SeededNoise _noise = new((ulong)seed);
    private readonly double _population = Math.Max(1, catalogue.Communes.Sum(c => (double)c.Population));

    /// <summary>The figure of the whole province.</summary>
    /// <param name="asOf">What is known: only shortens a running month.</param>
    internal decimal Province(SimIndicator indicator, SimPeriod period, DateTimeOffset asOf)
    {
        if (indicator.ByCommune && catalogue.Communes.Count > 0)
            return Combine(indicator, catalogue.Communes.Select(c => (Commune(indicator, c, period, asOf), WeightOf(indicator, c) ?? c.Population)));
        if (indicator.ByAgency && catalogue.Agencies.Count > 0)
            return Combine(indicator, catalogue.Agencies.Select(a => (Agency(indicator, a, period, asOf), AgencyWeight(indicator, a) ?? 1)));
        return Part(indicator, "province", share: 1, personal: 0, period, asOf);
    }

    internal decimal Commune(SimIndicator indicator, SimArea commune, SimPeriod period, DateTimeOffset asOf) =>
        Part(indicator, commune.Code, commune.Population / _population, Personal(indicator, commune.Code), period, asOf);

    internal decimal Agency(SimIndicator indicator, string agency, SimPeriod period, DateTimeOffset asOf) =>
        Part(indicator, agency, 1.0 / catalogue.Agencies.Count, Personal(indicator, agency) / 2, period, asOf);

    /// <summary>The denominator that goes with a commune's ratio; <see langword="null"/> where the server has it (population) or none is needed.</summary>
    internal static decimal? WeightOf(SimIndicator indicator, SimArea area) =>
        NeedsWeight(indicator) ? Math.Max(1, Math.Round(area.Population / (decimal)PeoplePer(indicator.Weight))) : null;

    /// <summary>The denominator that goes with an agency's ratio.</summary>
    internal decimal? AgencyWeight(SimIndicator indicator, string agency) =>
        NeedsWeight(indicator) ? Math.Max(2, Math.Round((decimal)(20 + (180 * _noise.Unit($"weight/{agency}"))))) : null;

    private static bool NeedsWeight(SimIndicator indicator) => !indicator.IsSum && indicator.Weight.Length > 0 && indicator.Weight != "population";

    // Inhabitants per unit of the denominator: a household has about 3.6 people, the rest are orders of magnitude.
    private static double PeoplePer(string weight) => weight switch
    {
        "households" => 3.6,
        "officials" => 450,
        "dossiers" => 40,
        "procedures" => 100,
        "enterprises" => 120,
        "organisations" => 2_000,
        "tasks" => 800,
        _ => 1_000,
    };

    private static decimal Combine(SimIndicator indicator, IEnumerable<(decimal Value, decimal Weight)> parts)
    {
        decimal sum = 0, weighted = 0, weights = 0;
        foreach (var (value, weight) in parts)
        {
            sum += value;
            weighted += value * weight;
            weights += weight;
        }

        return Fit(indicator, indicator.IsSum ? sum : weighted / weights, indicator.Decimals, isWhole: indicator.IsSum);
    }

    private decimal Part(SimIndicator indicator, string part, double share, double personal, SimPeriod period, DateTimeOffset asOf)
    {
        var at = period.End < asOf ? period.End : asOf;
        var whole = indicator.IsCount || indicator.IsFlow;
        var value = indicator.IsFlow ? Flow(indicator, part, share, personal, period, at) : Level(indicator, part, share, personal, at);

        // Few things spread over many communes: each gets a whole number whose mean is right, and keeps its own rounding so that it does not flicker.
        if (whole) value = Math.Floor(value + _noise.Unit($"round/{indicator.Code}/{part}", indicator.IsFlow ? period.Start.UtcTicks / TimeSpan.TicksPerDay : 0));
        return Fit(indicator, (decimal)value, indicator.Decimals, whole);
    }

    private double Level(SimIndicator indicator, string part, double share, double personal, DateTimeOffset at)
    {
        var scale = ScaleOf(indicator.Cadence);
        var reference = NextTarget(indicator, at);
        var drift = (0.012 * _noise.Curve($"drift/{indicator.Code}", at, scale)) + (0.006 * _noise.Curve($"drift/{indicator.Code}/{part}", at, scale));
        var level = Path(indicator, at) + (reference * (Offset(indicator) + personal + drift));
        return Math.Max(0, indicator.IsSum ? level * share : level);
    }

    private double Flow(SimIndicator indicator, string part, double share, double personal, SimPeriod period, DateTimeOffset at)
    {
        var lengthDays = (period.End - period.Start).TotalDays;
        var gone = lengthDays <= 0 ? 1 : Math.Clamp((at - period.Start).TotalDays / lengthDays, 0, 1);
        var season = 1 + (0.3 * _noise.Spread($"season/{indicator.Code}/{part}", period.Start.UtcTicks / TimeSpan.TicksPerDay));
        var year = Path(indicator, new DateTimeOffset(Clockwork.Local(period.Start).Year, 12, 31, 23, 59, 59, Clockwork.Offset));
        return Math.Max(0, year * (1 + Offset(indicator) + (personal / 2)) * (indicator.IsSum ? share : 1) * (lengthDays / 365.25) * season * gone);
    }

    private double Offset(SimIndicator indicator)
    {
        var kind = _noise.Unit($"kind/{indicator.Code}");
        var within = _noise.Unit($"offset/{indicator.Code}");
        return kind < 0.65 ? 0.015 + (0.05 * within) : kind < 0.85 ? -0.02 - (0.02 * within) : -0.09 - (0.12 * within);
    }

    // Centred so that the province stays near its own offset although some communes are far behind.
    private double Personal(SimIndicator indicator, string part)
    {
        var commune = _noise.Unit($"place/{part}");
        var general = commune < 0.12 ? -0.18 : commune < 0.32 ? -0.06 : 0.05;
        return general + (0.05 * _noise.Spread($"place/{indicator.Code}/{part}"));
    }

    private static TimeSpan ScaleOf(SimCadence cadence) => cadence switch
    {
        SimCadence.Realtime => TimeSpan.FromMinutes(4),
        SimCadence.Daily => TimeSpan.FromHours(9),
        SimCadence.Monthly => TimeSpan.FromDays(50),
        SimCadence.Quarterly => TimeSpan.FromDays(150),
        _ => TimeSpan.FromDays(600),
    };

    /// <summary>The plan's path, from 70 % of its first target at the start of 2024.</summary>
    private static double Path(SimIndicator indicator, DateTimeOffset at)
    {
        var (fromDay, fromValue) = (s_pathStart, 0.7 * (double)indicator.Targets[0].Value);
        foreach (var target in indicator.Targets)
        {
            var day = EndOf(target);
            if (at <= day) return fromValue + (((double)target.Value - fromValue) * Math.Max(0, (at - fromDay) / (day - fromDay)));
            (fromDay, fromValue) = (day, (double)target.Value);
        }

        return fromValue;
    }

    private static double NextTarget(SimIndicator indicator, DateTimeOffset at) =>
        (double)(indicator.Targets.FirstOrDefault(t => EndOf(t) >= at) ?? indicator.Targets[^1]).Value;

    private static DateTimeOffset EndOf(SimTarget target) => new(target.Year, 12, 31, 23, 59, 59, Clockwork.Offset);

    private static decimal Fit(SimIndicator indicator, decimal value, int decimals, bool isWhole)
    {
        value = Math.Round(value, isWhole ? 0 : decimals, MidpointRounding.AwayFromZero);
        if (indicator.Min is { } min && value < min) value = min;
        if (indicator.Max is { } max && value > max) value = max;
        return value;
    }
}
