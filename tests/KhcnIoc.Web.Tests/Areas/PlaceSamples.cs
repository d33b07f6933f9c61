using KhcnIoc.Core.Areas;
using KhcnIoc.Core.Feeds;
using KhcnIoc.Core.Indicators;
using KhcnIoc.Core.Live;
using KhcnIoc.Core.Packs;
using KhcnIoc.TestSupport;
using KhcnIoc.Web.Pages;
using KhcnIoc.Web.Pages.Agencies;
using KhcnIoc.Web.Pages.Areas;
using KhcnIoc.Web.Pages.Compare;
using KhcnIoc.Web.Views;
using Microsoft.Extensions.Logging.Abstractions;

namespace KhcnIoc.Web.Tests.Areas;

/// <summary>A small province with a board, and its pages of communes, agencies and comparisons.</summary>
internal sealed class PlaceSamples
{
    /// <summary>2026-11-21 08:42 in Asia/Ho_Chi_Minh.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 1, 42, 0, TimeSpan.Zero);

    public PlaceSamples(params Observation[] observations)
    {
        Pack = MakePack();
        Time = new ManualTime(Now);
        var board = new LiveBoard(Pack, Time);
        board.Load(new BoardHistory { Commit = observations.Length, Observations = observations, Baselines = new Dictionary<SeriesKey, Baseline>() });
        Board = board.View();
        Directory = new FeedDirectory(Store, Feeds, Time, NullLogger<FeedDirectory>.Instance);
    }

    public ProvincePack Pack { get; }
    public ManualTime Time { get; }
    public IBoardView Board { get; }
    public MemoryStore Store { get; } = new();
    public PlayedFeeds Feeds { get; } = new();
    public FeedDirectory Directory { get; }

    public PageContext Context(string address, IBoardView? board = null)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        var query = PageQuery.Parse(at < 0 ? "" : address[at..]);
        return new() { Address = address, Query = query, Board = board ?? Board, Pack = Pack, Now = Time.GetUtcNow(), Links = new Links(query) };
    }

    /// <summary>The page of an address, made as the product makes it.</summary>
    public async Task<T?> PageAsync<T>(string address, IBoardView? board = null)
        where T : PageView
    {
        var (factory, parts) = (new ViewFactory(Pack), new BoardPartsCache(Pack));
        IPageBuilder[] builders =
        [
            new AreaBuilder(Pack, factory, parts, Directory, Time), new AreaListBuilder(Pack, parts, Time),
            new AgencyBuilder(Pack, factory, parts, Directory), new AgencyListBuilder(Pack, parts, Time), new CompareBuilder(Pack, factory, parts),
        ];
        var path = address.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var (builder, codes) = builders.Select(b => (b, b.Match(path))).Single(b => b.Item2 is not null);
        return (T?)await builder.BuildAsync(codes!, Context(address, board), CancellationToken.None);
    }

    private static ProvincePack MakePack()
    {
        var pack = SamplePack.Create(communes: 6, adjust: i => i with { LeadAgency = i.Code == SamplePack.Hdi ? "other" : "lead", NameVi = "Chỉ tiêu " + i.Code });
        var communes = pack.Communes.Select((c, i) => c with
        {
            FormerProvince = i < 4 ? "old-a" : "old-b",
            ValidFrom = new(2025, 7, 1),
            AreaKm2 = 10,
            Names = i == 0
                ? [new(new(2025, 7, 1), AreaKind.Xa, "Xã Đắk Một", ""), new(new(2026, 4, 30), AreaKind.Phuong, "Phường Đắk Một", "237/NQ")]
                : [new(new(2025, 7, 1), AreaKind.Xa, $"Xã Số {i + 1}", "")],
        }).ToList();
        var province = pack.Province with { ShortName = "Đồng Mẫu", ValidFrom = new(2025, 7, 1), Names = [new(new(2025, 7, 1), AreaKind.Province, "Tỉnh Đồng Mẫu", "202/2025/QH15")] };
        var areas = pack.Areas.ToDictionary();
        foreach (var area in communes.Append(province)) areas[area.Code] = area;
        foreach (var code in province.Predecessors) areas[code] = areas[code] with { ShortName = code + " (cũ)", ValidTo = new(2025, 7, 1) };
        Agency[] agencies = [Agency("lead", "Sở Dẫn Đầu", "department", "001: Sở Dẫn Đầu"), Agency("other", "Sở Khác", "department", "assumed"), Agency("third", "Công an", "police", "assumed"), Agency("most", "Bộ", "other", "001: Bộ")];
        return pack with
        {
            Province = province,
            Areas = areas,
            Communes = communes,
            Agencies = agencies.ToDictionary(a => a.Code),
            Feeds = new Dictionary<string, FeedDefinition>
            {
                ["feed"] = new() { Code = "feed", NameVi = "Nguồn chính", Rank = 10, Agency = "lead" },
                ["silent"] = new() { Code = "silent", NameVi = "Nguồn im", Rank = 20, Agency = "lead" },
            },
            ReportingDuties =
            [
                new() { Plan = "plan", Who = "all-agencies", To = "lead", WhatVi = "Báo cáo quý", Cadence = "quarterly", Section = "III.3" },
                new() { Plan = "plan", Who = "lead", To = "most", WhatVi = "Báo cáo tháng", Cadence = "monthly", Section = "III.4" },
            ],
        };
    }

    private static Agency Agency(string code, string name, string kind, string namedIn) => new() { Code = code, Name = name, ShortName = name, Kind = kind, NamedIn = namedIn };

    internal sealed class PlayedFeeds : IFeedStore
    {
        public int Asked { get; private set; }
        public Task<Feed> RegisterAsync(string code, string name, bool simulated, CancellationToken cancellationToken) => throw new NotSupportedException();
        public Task<string> IssueKeyAsync(string feedCode, KeyPurpose purpose, CancellationToken cancellationToken) => throw new NotSupportedException();
        public Task<KeyOwner?> FindKeyAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();
        public Task<int> RevokeKeysAsync(string feedCode, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Action BeforeList { get; set; } = () => { };

        public Task<IReadOnlyList<Feed>> ListAsync(CancellationToken cancellationToken)
        {
            Asked++;
            BeforeList();
            return Task.FromResult<IReadOnlyList<Feed>>([]);
        }
    }
}
