using System.Globalization;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Maps;
using KhcnIoc.Core.Packs;
using KhcnIoc.Web.Live;
using KhcnIoc.Web.Maps;
using KhcnIoc.Web.Resources;
using KhcnIoc.Web.Views;
using Microsoft.AspNetCore.Components;

namespace KhcnIoc.Web.Components.Maps;

/// <summary>Operators' page for boundaries. The file itself goes over HTTP (<see cref="BoundaryUploads"/>); here one reads the report, looks and publishes.</summary>
public sealed partial class BoundariesPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private CultureInfo _culture = Cultures.Default;
    private BoundaryDraft? _draft;
    private IReadOnlyList<BoundaryLine> _lines = [];
    private IReadOnlyList<BoundaryVersion>? _versions;
    private MapGeometry? _current;
    private int _inForce;
    private DateOnly? _from;
    private string _attribution = "", _said = "";
    private bool _working;

    [Inject] internal BoundaryDrafts Drafts { get; set; } = null!;

    [Inject] internal BoundaryDesk Desk { get; set; } = null!;

    [Inject] internal CommuneMaps Maps { get; set; } = null!;

    [Inject] internal ProvincePack Pack { get; set; } = null!;

    [Inject] internal TimeProvider Time { get; set; } = null!;

    [SupplyParameterFromQuery(Name = "lang")] public string? Language { get; set; }

    /// <summary>The file that is being looked at; empty = none.</summary>
    [SupplyParameterFromQuery(Name = "draft")] public string? DraftId { get; set; }

    private string Draft => DraftId ?? "";

    private bool IsEnglish => !Wording.IsVietnamese(_culture);

    private DateOnly Today => ProvinceCalendar.DayOf(Time.GetUtcNow());

    protected override async Task OnInitializedAsync()
    {
        _culture = Cultures.Of(Language);
        _from = Today;
        _draft = Drafts.Find(Draft);
        if (RendererInfo.IsInteractive && _draft is not null) _draft.Changed += OnDraftChanged;
        ReadDraft();
        await ListAsync();
    }

    // Off the circuit.
    private void OnDraftChanged() => _ = InvokeAsync(() =>
    {
        ReadDraft();
        StateHasChanged();
    });

    private void ReadDraft()
    {
        _current = Maps.On(Today);
        if (_draft?.Result is { } result && _lines.Count == 0) _lines = BoundaryWords.Lines(result.Report, Pack, _culture);
    }

    private async Task ListAsync()
    {
        try
        {
            _versions = await Desk.ListAsync(_gone.Token);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The list says that the store is away; the file can be checked all the same.
            _versions = null;
        }

        _current = Maps.On(Today);
        _inForce = _current.Version;
    }

    private async Task PublishAsync()
    {
        if (_draft is null || _working) return;
        _working = true;
        try
        {
            var trouble = await Desk.PublishAsync(_draft, _from, _attribution, _gone.Token);
            _said = T(trouble == PublishTrouble.None ? "Operate.Published" : "Operate.Trouble." + trouble);
            await ListAsync();
        }
        finally
        {
            _working = false;
        }
    }

    private async Task SetWithdrawnAsync(BoundaryVersion version)
    {
        if (_working) return;
        _working = true;
        try
        {
            var trouble = await Desk.SetWithdrawnAsync(version.Id, version.WithdrawnAt is null, _gone.Token);
            _said = trouble != PublishTrouble.None ? T("Operate.Trouble." + trouble) : T(version.WithdrawnAt is null ? "Operate.Withdrawn" : "Operate.Restored", version.Id);
            await ListAsync();
        }
        finally
        {
            _working = false;
        }
    }

    private RenderFragment Picture(MapGeometry geometry) => builder =>
    {
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", "operate-map");
        builder.AddAttribute(2, "viewBox", FormattableString.Invariant($"0 0 {geometry.Width} {geometry.Height}"));
        builder.AddAttribute(3, "role", "img");
        builder.AddAttribute(4, "aria-label", geometry.Version < 0 ? T("Operate.New") : MapViews.NoteOf(geometry, _culture));
        foreach (var shape in geometry.Shapes)
        {
            builder.OpenElement(5, "use");
            builder.AddAttribute(6, "href", $"{MapAssets.Address(geometry)}#c{shape.Area}");
            builder.CloseElement();
        }

        builder.CloseElement();
        builder.OpenElement(7, "p");
        builder.AddAttribute(8, "class", "cmap-note");
        builder.AddContent(9, geometry.Version < 0 ? "" : MapViews.NoteOf(geometry, _culture));
        builder.CloseElement();
    };

    private string Whole(int number) => Wording.Number(number, 0, _culture);

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset at) => ProvinceCalendar.ToLocal(at).ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture);

    private string T(string key) => Texts.Of(_culture, "Maps." + key);

    private string T(string key, params ReadOnlySpan<object?> values) => Texts.Of(_culture, "Maps." + key, values);

    public void Dispose()
    {
        if (_draft is not null) _draft.Changed -= OnDraftChanged;
        _gone.Cancel();
        _gone.Dispose();
    }
}
