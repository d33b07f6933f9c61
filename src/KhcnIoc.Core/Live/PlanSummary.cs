using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Packs;

namespace KhcnIoc.Core.Live;

/// <summary>How the plan's indicators stand for a target year.</summary>
/// <param name="Year">The next target year of any indicator.</param>
/// <param name="Counts">Indicators with a target in that year, by standing; every standing is present.</param>
/// <param name="Total">Their number.</param>
/// <param name="Without">Indicators of the plan without a target in that year.</param>
public sealed record PlanSummary(int Year, IReadOnlyDictionary<Standing, int> Counts, int Total, int Without)
{
    public static PlanSummary Of(ProvincePack pack, IBoardView board) => throw new NotImplementedException();
}

/// <summary>What became different in a figure between two moments.</summary>
public enum FigureChangeKind { First, Standing, Value, Revised, WentStale, CameBack }

/// <summary>One difference.</summary>
/// <param name="Kind">The weightiest: a worse or better standing before a value.</param>
/// <param name="Before">The figure then.</param>
/// <param name="After">The figure now.</param>
public sealed record FigureChange(FigureChangeKind Kind, FigureState Before, FigureState After);

/// <summary>Compares two boards. Pure.</summary>
public static class BoardChanges
{
    /// <summary>The plan's indicators of the province that differ, changes of standing first (worse before better), then the rest in the catalogue's order. Values that are equal as shown (rounded) do not differ.</summary>
    public static IReadOnlyList<FigureChange> Between(ProvincePack pack, IBoardView before, IBoardView after) => throw new NotImplementedException();
}
