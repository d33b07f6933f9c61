using KhcnIoc.Core.Maps;
using KhcnIoc.Web.Pages;

namespace KhcnIoc.Web.Maps;

/// <summary>Maps, their page and their files.</summary>
internal static class MapServices
{
    public static void AddMaps(this IServiceCollection services)
    {
        services.AddSingleton<MapAssets>();
        services.AddSingleton<CommuneMaps>();
        services.AddSingleton<ICommuneMaps>(sp => sp.GetRequiredService<CommuneMaps>());
        services.AddHostedService(sp => sp.GetRequiredService<CommuneMaps>());
        services.AddSingleton<MapViews>();
        services.AddSingleton<BoundaryDrafts>();
        services.AddSingleton<BoundaryDesk>();
        services.AddSingleton<IPageBuilder, MapPageBuilder>();
    }

    public static void MapMaps(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/maps/{file}", (string file, HttpContext context, MapAssets assets) => assets.Get(file, context));
        routes.MapPost(BoundaryUploads.Path, BoundaryUploads.PostAsync);
    }
}
