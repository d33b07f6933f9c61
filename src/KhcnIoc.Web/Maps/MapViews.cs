using System.Globalization;
using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Resources;
using KhcnIoc.Web.Views;

namespace KhcnIoc.Web.Maps;

/// <summary>Makes the map of an indicator. Singleton, thread-safe.</summary>
internal sealed class MapViews(ProvincePack pack, ViewFactory factory, ICommuneMaps maps)
{
    /// <summary>Part of the address that says what the colours mean: <c>standing</c> or <c>value</c>.</summary>
    public const string ColorKey = "color";

    private const string None = "none";

    // Worst first, as everywhere.
    private static readonly Standing[] s_order = [Standing.Behind, Standing.Watch, Standing.OnPath, Standing.Met, Standing.Unknown];

    /// <summary>Whether there is a map of an indicator: it is split by communes, and these have a shape.</summary>
    public static bool Has(Indicator indicator) => indicator.Breakdown.HasFlag(Breakdown.Commune);

    /// <summary>Whether its communes can be coloured by standing: ratios that the plans set a path for.</summary>
    public bool HasStanding(Indicator indicator) => pack.Targets.ContainsKey(indicator.Code) && StandingRule.IsJudged(indicator, AreaLevel.Commune);

    /// <summary>The map of an indicator as the context's board knows it; <see langword="null"/> = it has none.</summary>
    public MapView? Of(PageContext context, string code)
    {
        if (!pack.Indicators.TryGetValue(code, out var indicator) || !Has(indicator)) return null;
        var geometry = maps.On(ProvinceCalendar.DayOf(context.At));
        if (geometry.Shapes.Count == 0) return null;

        var judged = HasStanding(indicator);
        var mode = judged && context.Query.Get(ColorKey) != "value" ? MapMode.Standing : MapMode.Value;
        var figures = geometry.Shapes.Where(s => pack.Areas.ContainsKey(s.Area)).Select(s => (Shape: s, Figure: context.Board.Get(new SeriesKey(code, s.Area)))).ToList();
        var classes = ValueClasses.Of(figures.Where(f => f.Figure.Value is not null).Select(f => f.Figure.Value!.Value), indicator.Decimals);
        var shapes = figures.Select(f => ToShape(context, indicator, mode, classes, f.Shape, f.Figure)).ToList();
        var simulated = figures.Count(f => f.Figure is { Simulated: true, Value: not null });
        var culture = context.Culture;
        return new()
        {
            Geometry = geometry,
            Source = MapAssets.Address(geometry),
            Title = Texts.Of(culture, "Maps.Title", NameOf(indicator, culture)),
            Mode = mode,
            Modes = judged
                ?
                [
                    new(Texts.Of(culture, "Maps.Mode.Standing"), AddressParts.With(context.Address, ColorKey, "standing"), mode == MapMode.Standing),
                    new(Texts.Of(culture, "Maps.Mode.Value"), AddressParts.With(context.Address, ColorKey, "value"), mode == MapMode.Value),
                ]
                : [],
            Shapes = shapes,
            LegendTitle = mode == MapMode.Standing ? Texts.Of(culture, "Maps.Legend.Standing") : Texts.Of(culture, "Maps.Legend.Value", Wording.UnitOf(indicator, culture)),
            Legend = Legend(indicator, mode, classes, shapes, culture),
            Note = NoteOf(geometry, culture),
            SimulatedNote = simulated == 0 ? "" : Texts.Of(culture, "Maps.Simulated", simulated),
            Words = new(
                Texts.Of(culture, "Maps.ZoomIn"), Texts.Of(culture, "Maps.ZoomOut"), Texts.Of(culture, "Maps.Reset"), Texts.Of(culture, "Maps.Modes"),
                Texts.Of(culture, "Maps.Hint"), Texts.Of(culture, "Maps.Communes", shapes.Count)),
        };
    }

    /// <summary>What kind of map it is.</summary>
    public static string NoteOf(MapGeometry geometry, CultureInfo culture) => geometry.IsSchematic
        ? Texts.Of(culture, "Maps.Schematic")
        : Texts.Of(culture, "Maps.Boundaries", geometry.Attribution, geometry.ValidFrom!.Value.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture));

    public static string NameOf(Indicator indicator, CultureInfo culture) => Wording.IsVietnamese(culture) ? indicator.NameVi : indicator.NameEn;

    private MapShapeView ToShape(PageContext context, Indicator indicator, MapMode mode, IReadOnlyList<ValueClass> classes, MapShape shape, FigureState figure)
    {
        var name = pack.Areas[shape.Area].NameOn(ProvinceCalendar.DayOf(context.At)).Name;
        var href = context.Links.Figure(figure.Key);
        if (figure.Value is not { } value)
            return new(shape.Area, None, "", false, $"{name}: {Texts.Of(context.Culture, "Maps.NoFigure")}", href, shape.LabelX, shape.LabelY);

        var words = factory.Words(figure, context.Culture, context.At);
        string[] parts =
        [
            Wording.WithUnit(words.Text, words.Unit, context.Culture),
            words.Time,
            figure.StandingReason is StandingReason.NotJudgedHere or StandingReason.NoTarget && figure.DataState != DataState.Stale ? "" : words.Gap,
            words.Age,
            words.Simulated.ToLower(context.Culture),
        ];
        var tone = mode == MapMode.Standing ? figure.Standing.ToCode() : "s" + ValueClasses.Find(classes, value, indicator.Decimals).Step.ToString(CultureInfo.InvariantCulture);
        var stale = figure.DataState is DataState.Stale or DataState.Error;
        var mark = mode == MapMode.Standing ? figure.Standing.ToCode() : "";
        return new(shape.Area, tone, mark, stale, $"{name}: {string.Join(" · ", parts.Where(p => p.Length > 0))}", href, shape.LabelX, shape.LabelY);
    }

    private static List<MapLegendEntry> Legend(Indicator indicator, MapMode mode, IReadOnlyList<ValueClass> classes, List<MapShapeView> shapes, CultureInfo culture)
    {
        var legend = new List<MapLegendEntry>();
        if (mode == MapMode.Standing)
        {
            foreach (var standing in s_order)
            {
                var code = standing.ToCode();
                var count = shapes.Count(s => s.Tone == code);

                // The four that are judged always stand there: "0 behind" is an answer.
                if (count > 0 || standing != Standing.Unknown) legend.Add(new(code, code, false, Texts.Of(culture, "Standing." + code), count));
            }
        }
        else
        {
            foreach (var part in classes)
            {
                var from = Wording.Number(part.From, indicator.Decimals, culture);
                var text = part.From == part.To ? from : $"{from} – {Wording.Number(part.To, indicator.Decimals, culture)}";
                legend.Add(new("s" + part.Step.ToString(CultureInfo.InvariantCulture), "", false, text, part.Count));
            }
        }

        if (shapes.Count(s => s.Stale) is > 0 and var stale) legend.Add(new("stale", "", true, Texts.Of(culture, "Maps.Stale"), stale));
        if (shapes.Count(s => s.Tone == None) is > 0 and var missing) legend.Add(new(None, "", false, Texts.Of(culture, "Maps.NoData"), missing));
        return legend;
    }
}
