using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Tests.Maps;

/// <summary>A real pack on a schematic map, with figures that a test gives.</summary>
internal static class MapSamples
{
    public const string Coverage = "coverage-5g";

    public static readonly DateTimeOffset Now = new(2026, 11, 21, 1, 42, 0, TimeSpan.Zero);

    public static ProvincePack Pack { get; } = PackLoader.Load("dong-thap", RepositoryFiles.ReadPackFiles()).Pack!;

    public static MapGeometry Schematic { get; } = SchematicMap.Compute(Pack.Communes);

    public static ViewFactory Factory { get; } = new(Pack);

    public static MapViews Views(MapGeometry? map = null) => new(Pack, Factory, new FixedMaps(map ?? Schematic));

    public static PageContext Context(PlayedBoard board, string address = "/map")
    {
        var query = PageQuery.Parse(address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        return new() { Address = address, Query = query, Board = board, Pack = Pack, Now = Now, Links = new Links(query) };
    }

    public static FigureState Figure(int commune, decimal value, Standing standing = Standing.Behind, decimal gap = -3.1m, string indicator = Coverage) => new()
    {
        Key = new(indicator, Pack.Communes[commune].Code),
        Origin = FigureOrigin.Reported,
        Value = value,
        Period = Period.Parse("2026-10"),
        EffectiveEnd = Period.Parse("2026-10").End,
        Feed = "demo",
        Revision = 1,
        PathAtPeriodEnd = value - gap,
        PathToday = value - gap,
        Gap = gap,
        Standing = standing,
        DataState = DataState.Fresh,
    };

    private sealed class FixedMaps(MapGeometry map) : ICommuneMaps
    {
        public MapGeometry On(DateOnly day) => map;
    }
}

/// <summary>A board of figures that were put on it.</summary>
internal sealed class PlayedBoard(params FigureState[] figures) : IBoardView
{
    private readonly Dictionary<SeriesKey, FigureState> _figures = figures.ToDictionary(f => f.Key);

    public BoardMoment Moment => BoardMoment.Present;
    public DateTimeOffset At => MapSamples.Now;
    public long Commit => 1;
    public long Sequence => 1;
    public IEnumerable<SeriesKey> Keys => _figures.Keys;
    public FigureState Get(SeriesKey key) => _figures.GetValueOrDefault(key) ?? new FigureState { Key = key };
    public FigureExplanation Explain(SeriesKey key) => new() { Figure = Get(key) };
    public TargetPath? PathOf(string indicator) => null;
}
